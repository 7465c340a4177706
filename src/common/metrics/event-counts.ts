import { Logger } from '@nestjs/common';
import { currentRequest } from '../logging/request-context.js';
import { embedMetrics } from './embedded-metrics.js';

/** Things that a shop counts. Each costs a metric, so the list is short. */
export type ShopEvent = 'OrdersPlaced' | 'PaymentsCaptured';

const logger = new Logger('Metrics');

/** Counts something that has happened: on the log line of the request that caused it, or on one of its own outside of requests. */
export function countEvent(name: ShopEvent): void {
  const request = currentRequest();
  if (request !== undefined) request.events.set(name, (request.events.get(name) ?? 0) + 1);
  else logger.log(name, embedMetrics([{ name, value: 1, unit: 'Count' }]));
}
