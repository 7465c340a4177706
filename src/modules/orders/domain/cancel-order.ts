import { IllegalTransitionError } from '../order.errors.js';
import { allOpen, count, requireOpen, shareMinor } from './change-lines.js';
import { completion } from './complete-order.js';
import { fulfilmentStatusOf, openQuantity } from './fulfilment-state.js';
import type { Effect, LineQuantity, OrderState, Step } from './order.js';
import { dueMinor, overpaidMinor, paymentStatusOf } from './order-money.js';
import { isAwaitingGoods } from './plans.js';
import { takeBack } from './take-back.js';

export interface Cancellation {
  /** The same for every repeat of the request. */
  id: string;
  actor: string;
  reason?: string | undefined;
  /** Undefined for everything. */
  lines?: LineQuantity[] | undefined;
  at: Date;
}

/**
 * Cancels what has not been sent: the units go back to the shelves and the money back to the customer.
 * @throws {IllegalTransitionError} naming the state that forbids it
 * @throws {UnknownLineError} @throws {LinesNotOpenError}
 */
export function cancelOrder(order: OrderState, cancellation: Cancellation): Step {
  const { status, lines, fulfilments } = order;
  if (status !== 'pending' && status !== 'confirmed') throw new IllegalTransitionError('cancelled', order);
  const isSent = fulfilments.some((parcel) => parcel.status !== 'refused');
  if (cancellation.lines === undefined && isSent) throw new IllegalTransitionError('cancelled', order);
  const units = cancellation.lines === undefined ? allOpen(lines) : requireOpen(lines, cancellation.lines);
  const after = count(lines, 'cancelledQuantity', units);
  const isWhole = !isSent && after.every((line) => openQuantity(line) === 0);
  const amountMinor = shareMinor(lines, units);
  return cancelUnits(order, { ...cancellation, units, amountMinor, isWhole, first: 'backordered' });
}

/** What is struck off an order. */
interface CancelledUnits extends Omit<Cancellation, 'lines'> {
  units: LineQuantity[];
  /** Their share of the total; of a whole order all that is left of it, delivery included. */
  amountMinor: number;
  isWhole: boolean;
  /** See `takeBack`. */
  first: 'backordered' | 'quantity';
}

/** The write that strikes units off an order, whoever wanted it. */
export function cancelUnits(order: OrderState, cancelled: CancelledUnits): Step {
  const { id, actor, reason, at, units, isWhole, first } = cancelled;
  // What was given back as goodwill before is not owed back a second time.
  const amountMinor = isWhole ? dueMinor(order) : Math.min(cancelled.amountMinor, dueMinor(order));
  const lines = count(order.lines, 'cancelledQuantity', units);
  const { changes, allocations } = takeBack(order.allocations, units, first);
  const changed = { ...order, lines, allocations, cancelledMinor: order.cancelledMinor + amountMinor };
  const stock: Effect =
    order.status === 'pending'
      ? { kind: 'stock.release', changes }
      : { kind: 'stock.restock', key: id, changes };
  const effects: Effect[] = [stock];
  if (overpaidMinor(changed) > 0 || (isWhole && order.payment.authorizedMinor > 0)) {
    effects.push({ kind: 'payment.settle' });
  }
  if (isWhole) effects.push({ kind: 'mail', template: 'order_cancelled' });
  const fulfilmentStatus = fulfilmentStatusOf(changed);
  return {
    to: {
      fulfilmentStatus,
      paymentStatus: paymentStatusOf(changed),
      status: isWhole ? 'cancelled' : completion({ ...changed, fulfilmentStatus }),
    },
    ...(reason !== undefined && { note: reason }),
    set: {
      lines,
      allocations,
      cancelledMinor: changed.cancelledMinor,
      isAwaitingGoods: isAwaitingGoods(allocations),
    },
    push: {
      cancellations: { id, at, actor, ...(reason !== undefined && { reason }), lines: units, amountMinor },
    },
    effects,
  };
}
