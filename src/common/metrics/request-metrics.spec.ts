import { embedMetrics, enableEmbeddedMetrics } from './embedded-metrics.js';
import { requestMetrics } from './request-metrics.js';

const REQUEST = { route: '/v1/orders/:id', status: 200, durationMs: 12.5 };

interface MetricLine {
  _aws: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[] };
  [name: string]: unknown;
}

/** Every metric that CloudWatch would take from the line, with its dimensions. */
function extract(line: object): [name: string, value: unknown, dimensions: Record<string, unknown>][] {
  const fields = line as MetricLine;
  return fields['_aws'].CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }): [string, unknown, Record<string, unknown>] => [
        Name,
        fields[Name],
        Object.fromEntries(names.map((name) => [name, fields[name]])),
      ]),
    ),
  );
}

describe('requestMetrics', () => {
  it('adds nothing to a line before metrics are switched on', () => {
    expect(requestMetrics(REQUEST, new Map())).toEqual({});
    expect(embedMetrics([{ name: 'OrdersPlaced', value: 1, unit: 'Count' }])).toEqual({});
  });

  describe('on Lambda', () => {
    beforeAll(() => enableEmbeddedMetrics('shop-api'));

    it('gives the latency by area of the shop', () => {
      expect(extract(requestMetrics(REQUEST, new Map()))).toEqual([
        ['Latency', 12.5, { service: 'shop-api', area: 'order' }],
      ]);
    });

    it('counts what happened in the shop and failures of ours by function only', () => {
      const line = requestMetrics({ ...REQUEST, status: 503 }, new Map([['OrdersPlaced', 2]]));
      expect(extract(line)).toEqual([
        ['OrdersPlaced', 2, { service: 'shop-api' }],
        ['ServerErrors', 1, { service: 'shop-api' }],
        ['Latency', 12.5, { service: 'shop-api', area: 'order' }],
      ]);
    });

    it.each([
      ['/v1/products/:idOrSlug', 'catalogue'],
      ['/v1/payments/paymob/webhook', 'payment'],
      ['/v1/users/me', 'account'],
      ['/health/live', 'other'],
      ['unmatched', 'other'],
      ['/v1/constructor', 'other'],
    ])('puts %s into the area %s', (route, area) => {
      expect(requestMetrics({ ...REQUEST, route }, new Map())).toMatchObject({ area });
    });
  });
});
