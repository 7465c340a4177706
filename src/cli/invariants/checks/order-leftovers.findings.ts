import type { mongo } from 'mongoose';
import type { OrderRecord } from '../../../modules/orders/order.schema.js';
import { collection } from '../collections.js';
import { type Finding, isOverdue, type Repair, type Scope } from '../violation.js';

/** I6 of an order: no work is forgotten. */
export function orderLeftovers(order: OrderRecord, scope: Scope): Finding[] {
  const orders = collection(scope.db, 'orders');
  return [...overdue(order, scope), ...forgotten(order, orders, scope.now), ...flag(order, orders)];
}

function overdue({ nextWorkAt, outbox, status }: OrderRecord, scope: Scope): Finding[] {
  if (!isOverdue(nextWorkAt, scope)) return [];
  const work = outbox.map(({ effect }) => effect.kind).join(', ') || status;
  return [
    {
      invariant: 'I6',
      what: `Work has been due since ${nextWorkAt!.toISOString()}: ${work}`,
      hint: 'Is the sweeper running? The log says why an effect fails',
    },
  ];
}

function forgotten(order: OrderRecord, orders: mongo.Collection<OrderRecord>, now: Date): Finding[] {
  const { status, paymentStatus, outbox, nextWorkAt } = order;
  const isWaiting = status === 'placing' || (status === 'pending' && paymentStatus === 'unpaid');
  if (nextWorkAt !== undefined || (!isWaiting && outbox.length === 0)) return [];
  return [
    {
      invariant: 'I6',
      what: `The order is ${status} with ${outbox.length} effects to carry out, and the sweeper does not know`,
      hint: 'The sweeper must be told to look at it: --repair',
      repair: change(order, orders, { $set: { nextWorkAt: now } }, 'Told the sweeper'),
    },
  ];
}

function flag(order: OrderRecord, orders: mongo.Collection<OrderRecord>): Finding[] {
  const { status, allocations, isAwaitingGoods = false } = order;
  if (status === 'rejected' || status === 'expired') return [];
  const mustBe = allocations.some(({ backordered }) => backordered > 0);
  if (isAwaitingGoods === mustBe) return [];
  const what = `isAwaitingGoods is ${isAwaitingGoods}, the allocations say ${mustBe}`;
  return [
    {
      invariant: 'I6',
      what,
      hint: 'The flag follows from the allocations: --repair',
      repair: change(order, orders, { $set: { isAwaitingGoods: mustBe } }, `Corrected: ${what}`),
    },
  ];
}

function change(
  { _id, version }: OrderRecord,
  orders: mongo.Collection<OrderRecord>,
  update: mongo.UpdateFilter<OrderRecord>,
  report: string,
): Repair {
  return async () => {
    const result = await orders.updateOne({ _id, version }, { ...update, $inc: { version: 1 } });
    return result.modifiedCount === 1 ? report : null;
  };
}
