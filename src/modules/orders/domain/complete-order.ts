import type { OrderState } from './order.js';
import type { OrderStatus } from './order-lifecycle.js';
import { outstandingMinor } from './order-money.js';

/** `completed` once everything has arrived and is paid, otherwise what it is. */
export function completion(order: OrderState): OrderStatus {
  const isDone =
    order.status === 'confirmed' && order.fulfilmentStatus === 'delivered' && outstandingMinor(order) === 0;
  return isDone ? 'completed' : order.status;
}
