import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { CONNECTION_OPTIONS } from '../../src/common/persistence/connection-options.js';
import { Environment } from '../../src/config/environment.js';
import { demonstrate } from '../../tools/demo/demonstrate.ts';
import { SALE_METHODS } from '../../tools/demo/sale.ts';
import { aws } from '../../tools/deploy/aws.ts';
import { startEmulator, type Emulator } from '../../tools/deploy/emulator.ts';
import { osls } from '../../tools/deploy/osls.ts';
import { startOfflineStack } from '../../tools/lambda/offline/offline-stack.ts';
import { buildRuntimeClient } from '../../tools/lambda/runtime/runtime-client.ts';
import {
  compiledTemplate,
  deploy,
  ofType,
  putSecrets,
  templatePath,
  type Template,
} from './deployed-stack.ts';

const run = promisify(execFile);
const MINUTE = 60_000;
jest.setTimeout(5 * MINUTE);

/**
 * What the emulator's CloudFormation passes over in silence. Each of these types is asserted on the compiled template
 * below; a type that is neither created nor in this list fails the run.
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

interface FunctionConfiguration {
  Runtime: string;
  Handler: string;
  MemorySize: number;
  Timeout: number;
  Role: string;
  CodeSha256: string;
  Environment: { Variables: Record<string, string> };
}

let emulator: Emulator;
let template: Template;

const api = <T>(...args: string[]) => aws<T>(emulator.environment, ...args);
const configurationOf = (name: string) =>
  api<FunctionConfiguration>('lambda', 'get-function-configuration', '--function-name', name);

/** Name that a bucket of the stack got. */
async function bucketOf(logicalId: string): Promise<string> {
  const { StackResources } = await api<{
    StackResources: { LogicalResourceId: string; PhysicalResourceId: string }[];
  }>('cloudformation', 'describe-stack-resources', '--stack-name', 'ecommerce-backend-dev');
  return StackResources.find(({ LogicalResourceId }) => LogicalResourceId === logicalId)!.PhysicalResourceId;
}

beforeAll(async () => {
  emulator = await startEmulator();
  await putSecrets(emulator, 'dev');
  template = await deploy(emulator, 'dev');
}, 10 * MINUTE);

afterAll(() => emulator.stop());

describe('the stack', () => {
  it('is complete, with every resource created or asserted on the template', async () => {
    const { Stacks } = await api<{ Stacks: { StackStatus: string; Tags: unknown[] }[] }>(
      'cloudformation',
      'describe-stacks',
      '--stack-name',
      'ecommerce-backend-dev',
    );
    const { StackResources } = await api<{
      StackResources: { LogicalResourceId?: string; ResourceStatus: string }[];
    }>('cloudformation', 'describe-stack-resources', '--stack-name', 'ecommerce-backend-dev');

    const created = new Set(StackResources.map(({ LogicalResourceId }) => LogicalResourceId));
    const skipped = Object.entries(template.Resources).filter(([id]) => !created.has(id));

    expect(Stacks[0]).toMatchObject({
      StackStatus: expect.stringMatching(/^(CREATE|UPDATE)_COMPLETE$/),
      Tags: expect.arrayContaining([{ Key: 'project', Value: 'ecommerce-backend' }]),
    });
    expect(
      [...new Set(skipped.map(([, { Type }]) => Type))].filter(
        (type) => !ASSERTED_ON_TEMPLATE.includes(type),
      ),
    ).toEqual([]);
    expect(StackResources.length).toBe(Object.keys(template.Resources).length);
  });

  it('passes cfn-lint without a finding', async () => {
    await expect(
      run('cfn-lint', [templatePath('dev')], { env: emulator.environment }),
    ).resolves.toMatchObject({ stdout: '' });
  });
});

describe('the functions', () => {
  it('run the package on Node 24 as the specification says', async () => {
    expect(await configurationOf('ecommerce-backend-dev-api')).toMatchObject({
      Runtime: 'nodejs24.x',
      Handler: 'lambda.handler',
      MemorySize: 512,
      Timeout: 30,
      Role: expect.stringMatching(/:role\/ecommerce-backend-dev-us-east-1-lambdaRole$/),
    });
    expect(await configurationOf('ecommerce-backend-dev-sweeper')).toMatchObject({
      Handler: 'lambda.sweeper',
    });
  });

  it('have every environment variable of the application, the secrets out of SSM', async () => {
    const { Environment: deployed } = await configurationOf('ecommerce-backend-dev-api');
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
    const { PolicyNames } = await api<{ PolicyNames: string[] }>(
      'iam',
      'list-role-policies',
      '--role-name',
      role,
    );
    const { AttachedPolicies } = await api<{ AttachedPolicies: unknown[] }>(
      'iam',
      'list-attached-role-policies',
      '--role-name',
      role,
    );
    const policies = await Promise.all(
      PolicyNames.map((name) => api('iam', 'get-role-policy', '--role-name', role, '--policy-name', name)),
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
    const [, { ReservedConcurrentExecutions }] = ofType(template, 'AWS::Lambda::Function').find(
      ([id]) => id === 'ApiLambdaFunction',
    )!;
    const monitors = 2;
    const perContainer = Number(CONNECTION_OPTIONS.maxPoolSize) + monitors;

    expect(Number(ReservedConcurrentExecutions)).toBe(80);
    expect((Number(ReservedConcurrentExecutions) + 1) * perContainer).toBeLessThan(500);
  });

  it('keep their logs for the configured time', async () => {
    const { logGroups } = await api<{ logGroups: { logGroupName: string; retentionInDays?: number }[] }>(
      'logs',
      'describe-log-groups',
    );
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
    const { Rules } = await api<{ Rules: { Name: string; ScheduleExpression: string; State: string }[] }>(
      'events',
      'list-rules',
    );
    const { Targets } = await api<{ Targets: { Arn: string }[] }>(
      'events',
      'list-targets-by-rule',
      '--rule',
      Rules[0]!.Name,
    );
    const { Policy } = await api<{ Policy: string }>(
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
    expect(ofType(template, 'AWS::Lambda::EventInvokeConfig')[0]![1]).toMatchObject({
      FunctionName: { Ref: 'SweeperLambdaFunction' },
      MaximumRetryAttempts: 0,
    });
  });
});

describe('the package in the deployment bucket', () => {
  it('sells something by each payment method, with the variables of the deployed function', async () => {
    const bucket = await bucketOf('ServerlessDeploymentBucket');
    const { Contents } = await api<{ Contents: { Key: string }[] }>(
      's3api',
      'list-objects-v2',
      '--bucket',
      bucket,
    );
    const key = Contents.map(({ Key }) => Key).find((name) => name.endsWith('lambda.zip'))!;
    const folder = await mkdtemp(join(tmpdir(), 'deployed-package-'));
    const zip = join(folder, 'lambda.zip');
    await api('s3api', 'get-object', '--bucket', bucket, '--key', key, zip);
    const { Environment: deployed } = await configurationOf('ecommerce-backend-dev-api');
    const client = await buildRuntimeClient();
    const stack = await startOfflineStack({
      zip,
      deployedVariables: deployed.Variables,
      sweepIntervalMs: 3_000,
    });

    const lines: string[] = [`through ${client.name}`];
    const isWhole = await demonstrate(stack, [...SALE_METHODS], 'shirt', (line) => lines.push(line));

    expect({ isWhole, lines }).toMatchObject({ isWhole: true });
    await stack.stop();
    await rm(folder, { recursive: true });
  });
});

describe('the HTTP API', () => {
  it.each(['ANY /', 'ANY /{proxy+}'])('leads %s to the function, which it may call', async (routeKey) => {
    const [[, route]] = ofType(template, 'AWS::ApiGatewayV2::Route').filter(
      ([, { RouteKey }]) => RouteKey === routeKey,
    ) as [[string, Record<string, unknown>]];
    const integrationId = (route['Target'] as { 'Fn::Join': [string, [string, { Ref: string }]] })[
      'Fn::Join'
    ][1][1].Ref;
    const integration = template.Resources[integrationId]!.Properties;
    const { Policy } = await api<{ Policy: string }>(
      'lambda',
      'get-policy',
      '--function-name',
      'ecommerce-backend-dev-api',
    );

    expect(route['ApiId']).toEqual({ Ref: 'HttpApi' });
    expect(integration).toMatchObject({
      ApiId: { Ref: 'HttpApi' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['ApiLambdaFunction', 'Arn'] },
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 30_000,
    });
    expect(Policy).toContain('apigateway.amazonaws.com');
    expect(Policy).toMatch(/execute-api/);
  });

  it('has no other route, answers CORS for the configured origins only, and limits its rate', () => {
    const [[, httpApi]] = ofType(template, 'AWS::ApiGatewayV2::Api') as [[string, Record<string, unknown>]];
    const [[, stage]] = ofType(template, 'AWS::ApiGatewayV2::Stage') as [[string, Record<string, unknown>]];

    expect(ofType(template, 'AWS::ApiGatewayV2::Route')).toHaveLength(2);
    expect(httpApi).toMatchObject({
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['http://localhost:3000'] },
    });
    expect(stage).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });
});

describe('the buckets', () => {
  const bucket = (id: string) => template.Resources[id]!.Properties;

  it.each(['ServerlessDeploymentBucket', 'MediaBucket'])('%s is encrypted', async (id) => {
    expect(
      JSON.stringify(await api('s3api', 'get-bucket-encryption', '--bucket', await bucketOf(id))),
    ).toContain('AES256');
  });

  // Of a bucket's settings the emulator's CloudFormation applies the encryption alone; these stand in the template.
  it.each(['ServerlessDeploymentBucket', 'MediaBucket'])(
    '%s is private, versioned, cleaned up and reached by TLS only',
    (id) => {
      const [, { PolicyDocument }] = ofType(template, 'AWS::S3::BucketPolicy').find(
        ([, { Bucket }]) => (Bucket as { Ref: string }).Ref === id,
      )!;

      expect(bucket(id)).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: [expect.objectContaining({ Status: 'Enabled' })] },
      });
      expect(PolicyDocument).toMatchObject({
        Statement: [
          expect.objectContaining({
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': false } },
          }),
        ],
      });
    },
  );
});

describe('the alarms', () => {
  const alarm = (name: string) =>
    ofType(template, 'AWS::CloudWatch::Alarm').find(
      ([, { AlarmName }]) => AlarmName === `ecommerce-backend-dev-${name}`,
    )![1];

  it('tell the topic of more than 5 % failed requests within 5 minutes', () => {
    for (const name of ['error-rate', 'function-error-rate']) {
      expect(alarm(name)).toMatchObject({
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 5,
        EvaluationPeriods: 1,
        AlarmActions: [{ Ref: 'AlarmTopic' }],
      });
      const metrics = alarm(name)['Metrics'] as { Expression?: string; MetricStat?: { Period: number } }[];
      expect(metrics[0]!.Expression).toMatch(/^100 \* errors \//);
      expect(metrics.slice(1).map(({ MetricStat }) => MetricStat?.Period)).toEqual([300, 300]);
    }
  });

  it('tell the topic of an average latency above 3,000 ms, and of any throttled request', () => {
    expect(alarm('latency')).toMatchObject({
      MetricName: 'Latency',
      Statistic: 'Average',
      Threshold: 3000,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [{ Ref: 'AlarmTopic' }],
    });
    expect(alarm('throttles')).toMatchObject({
      MetricName: 'Throttles',
      Statistic: 'Sum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [{ Ref: 'AlarmTopic' }],
    });
  });

  it('tell by mail of a month that costs more than 10 dollars', async () => {
    const [[, { Budget, NotificationsWithSubscribers }]] = ofType(template, 'AWS::Budgets::Budget') as [
      [string, Record<string, unknown>],
    ];
    const { Subscriptions } = await api<{ Subscriptions: { Protocol: string; Endpoint: string }[] }>(
      'sns',
      'list-subscriptions',
    );

    expect(Budget).toMatchObject({ TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 10, Unit: 'USD' } });
    expect(NotificationsWithSubscribers).toHaveLength(2);
    expect(Subscriptions).toEqual([
      expect.objectContaining({ Protocol: 'email', Endpoint: 'ops@example.com' }),
    ]);
  });

  it('have metrics out of the logs, and a dashboard, that name what the stack has', async () => {
    const { DashboardBody } = await api<{ DashboardBody: string }>(
      'cloudwatch',
      'get-dashboard',
      '--dashboard-name',
      'ecommerce-backend-dev',
    );
    const filters = ofType(template, 'AWS::Logs::MetricFilter').map(
      ([, { MetricTransformations }]) => (MetricTransformations as { MetricName: string }[])[0]!.MetricName,
    );

    expect((JSON.parse(DashboardBody) as { widgets: unknown[] }).widgets.length).toBeGreaterThan(8);
    // The emulator creates no HTTP API, so a reference to it stays as it is.
    expect(DashboardBody.replaceAll('${HttpApi}', '')).not.toContain('${');
    expect(DashboardBody).toContain('ecommerce-backend-dev-api');
    for (const name of filters.filter((metric) => !metric.startsWith('Sweeper')))
      expect(DashboardBody).toContain(name);
  });
});

describe('a stage', () => {
  it('can be deployed, changed, listed, rolled back and removed', async () => {
    await putSecrets(emulator, 'prod');
    await deploy(emulator, 'prod');
    const first = await configurationOf('ecommerce-backend-prod-api');
    await deploy(emulator, 'prod', ['logLevel=debug']);
    const second = await configurationOf('ecommerce-backend-prod-api');

    const stage = ['--stage', 'prod'];
    const listed = await osls(['deploy', 'list', ...stage], emulator.environment);
    const timestamps = [...listed.matchAll(/Timestamp: (\d+)/g)].map(([, timestamp]) => timestamp!);
    await osls(['rollback', '--timestamp', timestamps[0]!, ...stage], emulator.environment);
    const rolledBack = await configurationOf('ecommerce-backend-prod-api');
    const info = await osls(['info', ...stage], emulator.environment);
    await osls(['remove', ...stage], emulator.environment);

    expect(first.Environment.Variables).toMatchObject({
      LOG_LEVEL: 'log',
      CORS_ORIGINS: 'https://shop.example.com',
    });
    expect(second.Environment.Variables).toMatchObject({ LOG_LEVEL: 'debug' });
    expect(timestamps).toHaveLength(2);
    expect(rolledBack.Environment.Variables).toMatchObject({ LOG_LEVEL: 'log' });
    expect(info).toContain('stack: ecommerce-backend-prod');
    await expect(configurationOf('ecommerce-backend-prod-api')).rejects.toThrow(/ResourceNotFound/);
    expect(Object.keys((await compiledTemplate('prod')).Resources)).toEqual(Object.keys(template.Resources));
  });
});
