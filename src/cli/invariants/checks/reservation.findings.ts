import type { mongo } from 'mongoose';
import type { ReservationRecord, StockItemRecord } from '../../../modules/inventory/stock-item.schema.js';
import type { OrderRecord } from '../../../modules/orders/order.schema.js';
import { collection } from '../collections.js';
import type { Finding, Scope } from '../violation.js';
import { hasStockEffects } from './bought-units.js';

type Holder = Pick<OrderRecord, '_id' | 'status' | 'allocations' | 'outbox'>;

/** Every reservation is one that its order still needs. */
export async function reservationFindings(item: StockItemRecord, { db, now }: Scope): Promise<Finding[]> {
  if (item.reservations.length === 0) return [];
  const orders = await collection(db, 'orders')
    .find<Holder>(
      { _id: { $in: item.reservations.map(({ orderId }) => orderId) } },
      { projection: { status: 1, allocations: 1, 'outbox.effect.kind': 1 } },
    )
    .toArray();
  const byId = new Map(orders.map((order) => [order._id.toHexString(), order]));
  return item.reservations.flatMap((reservation) => {
    const orderId = reservation.orderId.toHexString();
    const order = byId.get(orderId);
    if (order !== undefined && isNeeded(order, reservation, item, now)) return [];
    const what = `${reservation.quantity} units are held for an order that is ${order?.status ?? 'gone'}`;
    return [
      {
        invariant: 'I6' as const,
        what: order?.status === 'pending' ? `${what} and has another plan` : what,
        where: { order: orderId },
        hint: 'Nobody will come for these units; the sweeper frees them when they expire, --repair does now',
        repair: () => release(collection(db, 'stock_items'), item, reservation),
      },
    ];
  });
}

function isNeeded(order: Holder, reservation: ReservationRecord, item: StockItemRecord, now: Date): boolean {
  if (order.status === 'placing' || hasStockEffects(order)) return true;
  // Late money is just reviving the order.
  if (order.status === 'expired') return reservation.expiresAt > now;
  const { quantity, backordered } = reservation;
  return (
    order.status === 'pending' &&
    order.allocations.some(
      (allocation) =>
        allocation.itemId === item._id.toHexString() &&
        allocation.quantity === quantity &&
        allocation.backordered === backordered,
    )
  );
}

async function release(
  items: mongo.Collection<StockItemRecord>,
  { _id }: StockItemRecord,
  { orderId, quantity, backordered }: ReservationRecord,
): Promise<string | null> {
  const result = await items.updateOne(
    { _id, reservations: { $elemMatch: { orderId, quantity, backordered } } },
    {
      $inc: { available: quantity, backorderable: backordered, reservationCount: -1, version: 1 },
      $pull: { reservations: { orderId } },
    },
  );
  return result.modifiedCount === 1 ? `Released ${quantity} units of order ${orderId.toHexString()}` : null;
}
