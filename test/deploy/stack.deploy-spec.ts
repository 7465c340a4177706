import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { CONNECTION_OPTIONS } from '../../src/common/persistence/connection-options.js';
import { Environment } from '../../src/config/environment.js';
import { DeployedStage } from './deployed-stage.ts';
import { ofType, templatePath } from './deployed-stack.ts';

const run = promisify(execFile);
/**
 * What the emulator's CloudFormation passes over in silence. Each of these types is asserted on the compiled template;
 * a type that is neither created nor in this list fails the run.
 */
const ASSERTED_ON_TEMPLATE = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Budgets::Budget',
  'AWS::CloudWatch::Alarm',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy',
];

const MINUTE = 60_000;
jest.setTimeout(10 * MINUTE);

let stage: DeployedStage;

beforeAll(async () => {
  stage = await DeployedStage.deploy('dev');
}, 10 * MINUTE);

afterAll(() => stage.stop());

describe('the stack', () => {
  it('is complete, with every resource created or asserted on the template', async () => {
    const { Stacks } = await stage.api<{ Stacks: { StackStatus: string; Tags: unknown[] }[] }>(
      'cloudformation',
      'describe-stacks',
      '--stack-name',
      'ecommerce-backend-dev',
    );
    const { StackResources } = await stage.api<{
      StackResources: { LogicalResourceId?: string; ResourceStatus: string }[];
    }>('cloudformation', 'describe-stack-resources', '--stack-name', 'ecommerce-backend-dev');

    const created = new Set(StackResources.map(({ LogicalResourceId }) => LogicalResourceId));
    const skipped = Object.entries(stage.template.Resources).filter(([id]) => !created.has(id));

    expect(Stacks[0]).toMatchObject({
      StackStatus: expect.stringMatching(/^(CREATE|UPDATE)_COMPLETE$/),
      Tags: expect.arrayContaining([{ Key: 'project', Value: 'ecommerce-backend' }]),
    });
    expect(
      [...new Set(skipped.map(([, { Type }]) => Type))].filter(
        (type) => !ASSERTED_ON_TEMPLATE.includes(type),
      ),
    ).toEqual([]);
    expect(StackResources.length).toBe(Object.keys(stage.template.Resources).length);
  });

  it('passes cfn-lint without a finding', async () => {
    await expect(
      run('cfn-lint', [templatePath('dev')], { env: stage.emulator.environment }),
    ).resolves.toMatchObject({ stdout: '' });
  });
});

describe('the functions', () => {
  it('run the package on Node 24 as the specification says', async () => {
    expect(await stage.configurationOf('ecommerce-backend-dev-api')).toMatchObject({
      Runtime: 'nodejs24.x',
      Handler: 'lambda.handler',
      MemorySize: 512,
      Timeout: 30,
      Role: expect.stringMatching(/:role\/ecommerce-backend-dev-us-east-1-lambdaRole$/),
    });
    expect(await stage.configurationOf('ecommerce-backend-dev-sweeper')).toMatchObject({
      Handler: 'lambda.sweeper',
    });
  });

  it('have every environment variable of the application, the secrets out of SSM', async () => {
    const { Environment: deployed } = await stage.configurationOf('ecommerce-backend-dev-api');
    const left = new Set(['RATE_LIMIT_FACTOR', 'TRUST_PROXY_HOPS']);
    const known = Object.keys(new Environment()).filter((name) => !left.has(name));

    expect(Object.keys(deployed.Variables)).toEqual(expect.arrayContaining(known));
    expect(deployed.Variables).toMatchObject({
      NODE_ENV: 'production',
      PORT: '5000',
      MONGODB_URI: 'mongodb://127.0.0.1:1/unused',
      JWT_SECRET: 'a-secret-of-the-emulator-that-is-long-enough',
      PAYMOB_API_KEY: 'sandbox-api-key',
      PAYMOB_INTEGRATION_ID: '1001',
    });
  });

  it('may write their own logs and nothing else', async () => {
    const role = 'ecommerce-backend-dev-us-east-1-lambdaRole';
    const { PolicyNames } = await stage.api<{ PolicyNames: string[] }>(
      'iam',
      'list-role-policies',
      '--role-name',
      role,
    );
    const { AttachedPolicies } = await stage.api<{ AttachedPolicies: unknown[] }>(
      'iam',
      'list-attached-role-policies',
      '--role-name',
      role,
    );
    const policies = await Promise.all(
      PolicyNames.map((name) =>
        stage.api('iam', 'get-role-policy', '--role-name', role, '--policy-name', name),
      ),
    );
    // The emulator answers with the document as Python prints it, so it is searched as text.
    const text = JSON.stringify(policies);
    const actions = [...text.matchAll(/['"](\w+:(?:\*|[A-Z]\w*\*?))['"]/g)].map(([, action]) => action);

    expect(AttachedPolicies).toEqual([]);
    expect(new Set(actions)).toEqual(new Set(['logs:CreateLogStream', 'logs:PutLogEvents']));
    for (const [resource] of text.matchAll(/arn:[^'"]+/g)) {
      expect(resource).toMatch(
        /^arn:aws:logs:us-east-1:\d+:log-group:\/aws\/lambda\/ecommerce-backend-dev-(api|sweeper)/,
      );
    }
  });

  it('never need more connections than a node of the database accepts', () => {
    const [, { ReservedConcurrentExecutions }] = ofType(stage.template, 'AWS::Lambda::Function').find(
      ([id]) => id === 'ApiLambdaFunction',
    )!;
    const monitors = 2;
    const perContainer = Number(CONNECTION_OPTIONS.maxPoolSize) + monitors;

    expect(Number(ReservedConcurrentExecutions)).toBe(80);
    expect((Number(ReservedConcurrentExecutions) + 1) * perContainer).toBeLessThan(500);
  });

  it('keep their logs for the configured time', async () => {
    const { logGroups } = await stage.api<{
      logGroups: { logGroupName: string; retentionInDays?: number }[];
    }>('logs', 'describe-log-groups');
    expect(logGroups).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          logGroupName: '/aws/lambda/ecommerce-backend-dev-api',
          retentionInDays: 14,
        }),
        expect.objectContaining({
          logGroupName: '/aws/lambda/ecommerce-backend-dev-sweeper',
          retentionInDays: 14,
        }),
      ]),
    );
  });

  it('include a sweeper that a schedule starts every minute, and may', async () => {
    const { Rules } = await stage.api<{
      Rules: { Name: string; ScheduleExpression: string; State: string }[];
    }>('events', 'list-rules');
    const { Targets } = await stage.api<{ Targets: { Arn: string }[] }>(
      'events',
      'list-targets-by-rule',
      '--rule',
      Rules[0]!.Name,
    );
    const { Policy } = await stage.api<{ Policy: string }>(
      'lambda',
      'get-policy',
      '--function-name',
      'ecommerce-backend-dev-sweeper',
    );

    expect(Rules).toEqual([
      expect.objectContaining({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' }),
    ]);
    expect(Targets[0]!.Arn).toMatch(/:function:ecommerce-backend-dev-sweeper$/);
    expect(Policy).toContain('events.amazonaws.com');
    expect(ofType(stage.template, 'AWS::Lambda::EventInvokeConfig')[0]![1]).toMatchObject({
      FunctionName: { Ref: 'SweeperLambdaFunction' },
      MaximumRetryAttempts: 0,
    });
  });
});
