import type { FulfilmentState, LineState } from './order.js';
import type { FulfilmentStatus } from './order-lifecycle.js';

/** Units of a line that are neither cancelled nor on their way. */
export function openQuantity({ quantity, cancelledQuantity, fulfilledQuantity }: LineState): number {
  return quantity - cancelledQuantity - fulfilledQuantity;
}

/** The fulfilment status that lines and parcels amount to. */
export function fulfilmentStatusOf(order: {
  lines: LineState[];
  fulfilments: FulfilmentState[];
}): FulfilmentStatus {
  const open = sum(order.lines.map(openQuantity));
  const underway = order.fulfilments.filter(({ status }) => status !== 'refused');
  if (underway.length === 0) {
    const wasSent = order.fulfilments.length > 0;
    return wasSent && open === 0 ? 'returned' : 'unfulfilled';
  }
  if (open > 0) return 'partially_fulfilled';
  return underway.every(({ status }) => status === 'delivered') ? 'delivered' : 'fulfilled';
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
