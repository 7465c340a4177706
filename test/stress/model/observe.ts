import { mongo } from 'mongoose';
import type { OrderRecord } from '../../../src/modules/orders/order.schema.js';
import type { PaymentRecord } from '../../../src/modules/payments/payment.schema.js';
import type { StockItemRecord } from '../../../src/modules/inventory/stock-item.schema.js';
import { isAlive, type OrderView, type View } from './view.js';
import type { Units } from './world.js';

/** What is looked at, by ids and SKUs. */
interface Scope {
  orders: string[];
  attempts: string[];
  skus: string[];
}

/** Reads from the database what orders, attempts and shelves have become. */
export async function observe(db: mongo.Db, scope: Scope): Promise<View> {
  const [orders, payments, items] = await Promise.all([
    db
      .collection<OrderRecord>('orders')
      .find({ _id: among(scope.orders) })
      .toArray(),
    db
      .collection<PaymentRecord>('payments')
      .find({ _id: among(scope.attempts) })
      .toArray(),
    db
      .collection<StockItemRecord>('stock_items')
      .find({ sku: { $in: scope.skus } })
      .toArray(),
  ]);
  const winners = new Set(orders.map(({ payment }) => payment.paymentId));
  return {
    orders: Object.fromEntries(orders.map((order) => [order._id.toHexString(), viewOfRecord(order)])),
    attempts: Object.fromEntries(
      payments.map((payment) => [payment._id.toHexString(), stateOf(payment, winners)]),
    ),
    stock: Object.fromEntries(
      items.map(({ sku, onHand, reservations, backorderLimit, backorderable }) => [
        sku,
        {
          onHand,
          reserved: reservations.reduce((sum, { quantity }) => sum + quantity, 0),
          promised: backorderLimit - backorderable,
        },
      ]),
    ),
  };
}

function among(ids: string[]): { $in: mongo.ObjectId[] } {
  return { $in: ids.map((id) => new mongo.ObjectId(id)) };
}

/** Where an attempt stands, as far as the shop knows. */
function stateOf(
  { _id, isRefused, events }: PaymentRecord,
  winners: ReadonlySet<string | undefined>,
): View['attempts'][string] {
  if (winners.has(_id.toHexString())) return 'won';
  if (isRefused === true) return 'returned';
  return events.some(({ outcome }) => outcome === 'succeeded') ? 'left' : 'open';
}

function viewOfRecord(order: OrderRecord): OrderView {
  const { status, paymentStatus, fulfilmentStatus, totals, cancelledMinor, goodwillMinor } = order;
  const { authorizedMinor, capturedMinor, refundedMinor, paymentId = null } = order.payment;
  const sum = (sku: string, part: 'quantity' | 'backordered') =>
    order.allocations.filter((one) => one.sku === sku).reduce((total, one) => total + one[part], 0);
  return {
    status,
    paymentStatus,
    fulfilmentStatus,
    amounts: {
      totalMinor: totals.grandTotalMinor,
      cancelledMinor,
      goodwillMinor,
      authorizedMinor,
      capturedMinor,
      refundedMinor,
    },
    winner: paymentId,
    lines: Object.fromEntries(
      order.lines.map(({ sku, cancelledQuantity, fulfilledQuantity }) => [
        sku,
        {
          cancelled: cancelledQuantity,
          sent: fulfilledQuantity,
          inHand: sum(sku, 'quantity'),
          owed: sum(sku, 'backordered'),
        },
      ]),
    ),
    parcels: order.fulfilments.map(({ id, lines, amountMinor, status: parcelStatus }) => ({
      id,
      units: unitsOf(lines),
      amountMinor,
      status: parcelStatus,
    })),
    isAwaitingGoods: isAlive(status) && order.isAwaitingGoods === true,
    expiresAt: status === 'pending' ? order.expiresAt.getTime() : null,
  };
}

function unitsOf(lines: { sku: string; quantity: number }[]): Units {
  return Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));
}
