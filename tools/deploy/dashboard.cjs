'use strict';

const WIDTH = 8;
const HEIGHT = 6;

/** A metric of the application, in its own namespace; both functions of the stage count under its name. */
const SERVICE = 'ecommerce-backend-${Stage}';
const own = (name, options = {}) => ['ecommerce-backend', name, 'service', SERVICE, options];
const gateway = (name, options = {}) => ['AWS/ApiGateway', name, 'ApiId', '${HttpApi}', options];
const lambda = (name, options = {}) => ['AWS/Lambda', name, 'FunctionName', '${ApiLambdaFunction}', options];

/** Areas that the application counts latency by; see src/common/metrics/request-metrics.ts. */
const AREAS = ['catalogue', 'cart', 'order', 'payment', 'account', 'other'];
const latencyOf = (area) => [
  'ecommerce-backend',
  'Latency',
  'service',
  SERVICE,
  'area',
  area,
  { label: area },
];

const metrics = (title, series, stat, options = {}) => ({
  type: 'metric',
  properties: {
    title,
    metrics: series,
    stat,
    period: 300,
    region: '${AWS::Region}',
    view: 'timeSeries',
    ...options,
  },
});

const logs = (title, query) => ({
  type: 'log',
  properties: {
    title,
    query: `SOURCE '\${ApiLogGroup}' | SOURCE '\${SweeperLogGroup}' | ${query}`,
    region: '${AWS::Region}',
    view: 'table',
  },
});

const WIDGETS = [
  metrics(
    'Requests and errors at the gateway',
    [gateway('Count'), gateway('4xx'), gateway('5xx', { color: '#d62728' })],
    'Sum',
  ),
  metrics(
    'Latency at the gateway',
    [gateway('Latency', { stat: 'Average' }), gateway('Latency', { stat: 'p99' })],
    'Average',
    {
      annotations: { horizontal: [{ label: 'alarm', value: 3000 }] },
    },
  ),
  metrics('Latency by area (p95)', AREAS.map(latencyOf), 'p95'),
  metrics('Orders and payments', [own('OrdersPlaced'), own('PaymentsCaptured')], 'Sum'),
  metrics(
    'Failures',
    [
      own('ServerErrors'),
      ['ecommerce-backend', 'ErrorLines-${Stage}'],
      ['ecommerce-backend', 'Timeouts-${Stage}'],
      ['ecommerce-backend', 'RuntimeExits-${Stage}'],
    ],
    'Sum',
  ),
  metrics('Cold starts', [own('ColdStarts'), own('CodeCacheRefused', { color: '#d62728' })], 'Sum'),
  metrics(
    'Containers and throttles',
    [
      lambda('ConcurrentExecutions', { stat: 'Maximum' }),
      lambda('Throttles'),
      ['ecommerce-backend', 'GatewayThrottles-${Stage}'],
    ],
    'Sum',
  ),
  metrics(
    'Duration',
    [lambda('Duration', { stat: 'Average' }), lambda('Duration', { stat: 'p99' })],
    'Average',
  ),
  metrics(
    'Sweeper',
    [
      ['AWS/Lambda', 'Invocations', 'FunctionName', '${SweeperLambdaFunction}'],
      ['AWS/Lambda', 'Errors', 'FunctionName', '${SweeperLambdaFunction}'],
      [
        'AWS/Lambda',
        'Duration',
        'FunctionName',
        '${SweeperLambdaFunction}',
        { stat: 'Average', yAxis: 'right' },
      ],
    ],
    'Sum',
  ),
  logs(
    'Latency by route',
    "filter message = 'request' | stats count(*) as requests, avg(durationMs) as average, pct(durationMs, 95) as p95, sum(status >= 500) as failed by method, route | sort requests desc",
  ),
  logs(
    'Newest errors',
    "filter level in ['error', 'fatal'] or (level = 'warn' and event like /^payment/) | fields @timestamp, level, message, event, paymentId, key, requestId, context | sort @timestamp desc | limit 20",
  ),
];

/** CloudWatch's dashboard, to be put through Fn::Sub. */
module.exports = () =>
  JSON.stringify({
    widgets: WIDGETS.map((widget, index) => ({
      ...widget,
      width: WIDTH,
      height: HEIGHT,
      x: (index % 3) * WIDTH,
      y: Math.floor(index / 3) * HEIGHT,
    })),
  });
