import type { MoneyState, OrderState } from './order.js';
import type { PaymentStatus } from './order-lifecycle.js';

type Priced = Pick<OrderState, 'totals' | 'cancelledMinor' | 'goodwillMinor'>;

/** What the customer owes for the order as it stands now, in minor units. */
export function dueMinor({ totals, cancelledMinor, goodwillMinor }: Priced): number {
  return totals.grandTotalMinor - cancelledMinor - goodwillMinor;
}

/** What must still come in; 0 when everything has. */
export function outstandingMinor(order: Priced & { payment: MoneyState }): number {
  return Math.max(0, dueMinor(order) - heldMinor(order.payment));
}

/** What must go back because less is owed than was paid. */
export function overpaidMinor(order: Priced & { payment: MoneyState }): number {
  return Math.max(0, heldMinor(order.payment) - dueMinor(order));
}

/** The payment status that the amounts amount to. */
export function paymentStatusOf(
  order: Priced & { payment: MoneyState; paymentStatus: PaymentStatus },
): PaymentStatus {
  const { authorizedMinor, capturedMinor, refundedMinor } = order.payment;
  if (capturedMinor === 0) {
    if (authorizedMinor > 0) return 'authorized';
    return order.paymentStatus === 'authorized' ? 'voided' : order.paymentStatus;
  }
  if (refundedMinor >= capturedMinor) return 'refunded';
  if (refundedMinor > 0) return 'partially_refunded';
  return outstandingMinor(order) > 0 ? 'partially_paid' : 'paid';
}

function heldMinor({ capturedMinor, refundedMinor }: MoneyState): number {
  return capturedMinor - refundedMinor;
}
