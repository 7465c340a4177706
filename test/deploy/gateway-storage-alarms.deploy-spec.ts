import { jest } from '@jest/globals';
import { DeployedStage } from './deployed-stage.ts';
import { ofType } from './deployed-stack.ts';

const MINUTE = 60_000;
jest.setTimeout(10 * MINUTE);

let stage: DeployedStage;

beforeAll(async () => {
  stage = await DeployedStage.deploy('dev');
}, 10 * MINUTE);

afterAll(() => stage.stop());

describe('the HTTP API', () => {
  it.each(['ANY /', 'ANY /{proxy+}'])('leads %s to the function, which it may call', async (routeKey) => {
    const [[, route]] = ofType(stage.template, 'AWS::ApiGatewayV2::Route').filter(
      ([, { RouteKey }]) => RouteKey === routeKey,
    ) as [[string, Record<string, unknown>]];
    const integrationId = (route['Target'] as { 'Fn::Join': [string, [string, { Ref: string }]] })[
      'Fn::Join'
    ][1][1].Ref;
    const integration = stage.template.Resources[integrationId]!.Properties;
    const { Policy } = await stage.api<{ Policy: string }>(
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
    const [[, httpApi]] = ofType(stage.template, 'AWS::ApiGatewayV2::Api') as [
      [string, Record<string, unknown>],
    ];
    const [[, defaultStage]] = ofType(stage.template, 'AWS::ApiGatewayV2::Stage') as [
      [string, Record<string, unknown>],
    ];

    expect(ofType(stage.template, 'AWS::ApiGatewayV2::Route')).toHaveLength(2);
    expect(httpApi).toMatchObject({
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['http://localhost:3000'] },
    });
    expect(defaultStage).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });
});

describe('the buckets', () => {
  const bucket = (id: string) => stage.template.Resources[id]!.Properties;

  it.each(['ServerlessDeploymentBucket', 'MediaBucket'])('%s is encrypted', async (id) => {
    expect(
      JSON.stringify(
        await stage.api(
          's3api',
          'get-bucket-encryption',
          '--bucket',
          await stage.bucketOf('ecommerce-backend-dev', id),
        ),
      ),
    ).toContain('AES256');
  });

  // Of a bucket's settings the emulator's CloudFormation applies the encryption alone; these stand in the template.
  it.each(['ServerlessDeploymentBucket', 'MediaBucket'])(
    '%s is private, versioned, cleaned up and reached by TLS only',
    (id) => {
      const [, { PolicyDocument }] = ofType(stage.template, 'AWS::S3::BucketPolicy').find(
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
    ofType(stage.template, 'AWS::CloudWatch::Alarm').find(
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

  it('tell the topic of an average latency above 3,000 ms', () => {
    expect(alarm('latency')).toMatchObject({
      MetricName: 'Latency',
      Statistic: 'Average',
      Threshold: 3000,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [{ Ref: 'AlarmTopic' }],
    });
  });

  it('tell the topic of any throttled request, by the function or by the gateway', () => {
    const [, { LogGroupName, FilterPattern }] = ofType(stage.template, 'AWS::Logs::MetricFilter').find(
      ([, { MetricTransformations }]) =>
        (MetricTransformations as { MetricName: string }[])[0]!.MetricName === 'GatewayThrottles-dev',
    )!;

    expect(alarm('throttles')).toMatchObject({
      Metrics: [
        { Expression: 'FILL(containers, 0) + FILL(gateway, 0)' },
        { MetricStat: { Stat: 'Sum', Metric: { Namespace: 'AWS/Lambda', MetricName: 'Throttles' } } },
        {
          MetricStat: {
            Stat: 'Sum',
            Metric: { Namespace: 'ecommerce-backend', MetricName: 'GatewayThrottles-dev' },
          },
        },
      ],
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [{ Ref: 'AlarmTopic' }],
    });
    // Our own 429 has no error of the gateway and is not one of its throttles.
    expect(FilterPattern).toBe('{ ($.status = "429") && ($.error != "-") }');
    expect(LogGroupName).toEqual({ Ref: 'HttpApiLogGroup' });
  });

  it('tell the topic of any line of the API or the sweeper that is an error', () => {
    const counted = ofType(stage.template, 'AWS::Logs::MetricFilter')
      .filter(([, { FilterPattern }]) => String(FilterPattern).includes('$.level = "error"'))
      .map(([, { LogGroupName, MetricTransformations }]) => [
        LogGroupName,
        (MetricTransformations as { MetricName: string }[])[0]!.MetricName,
      ]);

    expect(counted).toEqual([
      [{ Ref: 'ApiLogGroup' }, alarm('error-lines')['MetricName']],
      [{ Ref: 'SweeperLogGroup' }, alarm('error-lines')['MetricName']],
    ]);
    expect(alarm('error-lines')).toMatchObject({ Threshold: 0, AlarmActions: [{ Ref: 'AlarmTopic' }] });
  });

  it('tell by mail of a month that costs more than 10 dollars', async () => {
    const [[, { Budget, NotificationsWithSubscribers }]] = ofType(stage.template, 'AWS::Budgets::Budget') as [
      [string, Record<string, unknown>],
    ];
    const { Subscriptions } = await stage.api<{ Subscriptions: { Protocol: string; Endpoint: string }[] }>(
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
    const { DashboardBody } = await stage.api<{ DashboardBody: string }>(
      'cloudwatch',
      'get-dashboard',
      '--dashboard-name',
      'ecommerce-backend-dev',
    );
    const filters = ofType(stage.template, 'AWS::Logs::MetricFilter').map(
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
