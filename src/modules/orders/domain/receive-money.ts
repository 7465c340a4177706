import type { Allocation } from '../../inventory/index.js';
import { completion } from './complete-order.js';
import type { Effect, OrderState, Step } from './order.js';
import { overpaidMinor, paymentStatusOf } from './order-money.js';
import { isAwaitingGoods } from './plans.js';

/** What the winning payment has brought and given back in all, in minor units. */
export interface PaymentTotals {
  paymentId: string;
  /** Counts the changes of the payment; older news than the order has seen change nothing. */
  version: number;
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
}

/**
 * Notes where the winning payment stands. The first money confirms a pending order and sells its stock, and revives an
 * expired one. What goes back beyond what is owed back is goodwill and lowers what the customer owes.
 * @param revived stock that was held anew for an expired order
 */
export function receiveMoney(order: OrderState, totals: PaymentTotals, revived?: Allocation[]): Step {
  const { paymentId, version, ...amounts } = totals;
  const allocations = revived ?? order.allocations;
  const goodwillMinor = order.goodwillMinor + newGoodwillMinor(order, totals);
  const isConfirming =
    (order.status === 'pending' || order.status === 'expired') &&
    amounts.capturedMinor + amounts.authorizedMinor > 0;
  const changed: OrderState = {
    ...order,
    payment: { ...order.payment, ...amounts },
    goodwillMinor,
    ...(isConfirming && { status: 'confirmed' }),
  };
  const effects: Effect[] = [];
  if (isConfirming) {
    const key = revived !== undefined && { key: paymentId };
    effects.push(
      { kind: 'stock.commit', allocations, ...key },
      { kind: 'mail', template: 'order_confirmed' },
    );
  }
  if (overpaidMinor(changed) > 0) effects.push({ kind: 'payment.settle' });
  return {
    to: { paymentStatus: paymentStatusOf(changed), status: completion(changed) },
    set: {
      payment: { paymentId, paymentVersion: version, ...amounts },
      goodwillMinor,
      // What lay there when it was placed may have to come in now, and the other way round.
      ...(revived !== undefined && { allocations, isAwaitingGoods: isAwaitingGoods(allocations) }),
    },
    effects,
  };
}

function newGoodwillMinor(order: OrderState, { capturedMinor, refundedMinor }: PaymentTotals): number {
  const newlyMinor = refundedMinor - order.payment.refundedMinor;
  const owedBackMinor = overpaidMinor({ ...order, payment: { ...order.payment, capturedMinor } });
  return Math.max(0, newlyMinor - owedBackMinor);
}
