import { embedMetrics, type Metric } from './embedded-metrics.js';

/** First segments of routes, by the part of the shop that they belong to. */
const AREAS = new Map(
  Object.entries({
    products: 'catalogue',
    categories: 'catalogue',
    carts: 'cart',
    orders: 'order',
    payments: 'payment',
    auth: 'account',
    users: 'account',
  }),
);

export interface FinishedRequest {
  /** The pattern, such as `/v1/orders/:id`. */
  route: string;
  status: number;
  durationMs: number;
}

/** The metrics of one request, as fields of its log line: latency by area, failures of ours, and what happened in the shop. */
export function requestMetrics(
  { route, status, durationMs }: FinishedRequest,
  events: ReadonlyMap<string, number>,
): object {
  const counts: Metric[] = [...events].map(([name, value]) => ({ name, value, unit: 'Count' }));
  if (status >= 500) counts.push({ name: 'ServerErrors', value: 1, unit: 'Count' });
  return embedMetrics(counts, {
    area: areaOf(route),
    metrics: [{ name: 'Latency', value: durationMs, unit: 'Milliseconds' }],
  });
}

function areaOf(route: string): string {
  return AREAS.get(route.split('/')[2] ?? '') ?? 'other';
}
