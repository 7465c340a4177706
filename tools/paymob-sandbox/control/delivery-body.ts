import type { Delivery } from '../callbacks/delivery.ts';
import type { Json } from '../model/json.ts';

/** A delivery as the control interface shows it, with the exact bytes that are sent. */
export function deliveryBody(delivery: Delivery): Json {
  const moment = (time: number | null): string | null =>
    time === null ? null : new Date(time).toISOString();
  return {
    id: delivery.id,
    order_id: delivery.orderId,
    transaction_id: delivery.transactionId,
    event: delivery.event,
    status: delivery.status,
    url: delivery.url,
    body: delivery.body,
    created_at: moment(delivery.createdAt),
    due_at: moment(delivery.dueAt),
    attempts: delivery.attempts.map(({ at, status, error, tookMs }) => ({
      at: moment(at),
      status,
      error,
      took_ms: tookMs,
    })),
  };
}
