import { isDeepStrictEqual } from 'node:util';
import { mongo } from 'mongoose';
import type { OrderRecord } from '../../../src/modules/orders/order.schema.js';
import type { PaymentRecord } from '../../../src/modules/payments/payment.schema.js';
import type { StockItemRecord } from '../../../src/modules/inventory/stock-item.schema.js';
import {
  fulfilmentStatusOf,
  type Line,
  type Order,
  type Parcel,
  paymentStatusOf,
  type Shelf,
  type Units,
  type World,
} from './world.js';

/** What of a world can be compared with the shop: its orders and shelves in the terms of both. */
export interface View {
  orders: Record<string, OrderView>;
  attempts: Record<string, 'open' | 'left' | 'won' | 'returned'>;
  stock: Record<string, Pick<Shelf, 'onHand' | 'reserved' | 'promised'>>;
}

/** What is looked at, by ids and SKUs. */
interface Scope {
  orders: string[];
  attempts: string[];
  skus: string[];
}

interface OrderView {
  status: string;
  paymentStatus: string;
  fulfilmentStatus: string;
  amounts: Record<string, number>;
  winner: string | null;
  lines: Record<string, Pick<Line, 'cancelled' | 'sent' | 'inHand' | 'owed'>>;
  parcels: Parcel[];
  /** Of an order that waits for money. */
  expiresAt: number | null;
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

/** The same of the model. */
export function viewOf({ orders, attempts, stock }: World): View {
  const winners = new Set(orders.map(({ winner }) => winner));
  return {
    orders: Object.fromEntries(orders.map((order) => [order.id, viewOfOrder(order)])),
    attempts: Object.fromEntries(
      attempts.map(({ id, state }) => {
        const end = winners.has(id) ? 'won' : 'returned';
        return [id, state === 'heard' ? end : state === 'left' ? 'left' : 'open'];
      }),
    ),
    stock: Object.fromEntries(
      Object.entries(stock).map(([sku, { onHand, reserved, promised }]) => [
        sku,
        { onHand, reserved, promised },
      ]),
    ),
  };
}

/** The ids of parcels are the shop's affair. */
export function isSame(model: View, shop: View): boolean {
  return isDeepStrictEqual(withoutIds(model), withoutIds(shop));
}

function withoutIds({ orders, ...rest }: View): View {
  const nameless = (order: OrderView) => ({
    ...order,
    parcels: order.parcels.map(({ units, amountMinor, status }) => ({ units, amountMinor, status })),
  });
  return {
    orders: Object.fromEntries(Object.entries(orders).map(([id, order]) => [id, nameless(order)])),
    ...rest,
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

function viewOfOrder(order: Order): OrderView {
  const { status, totalMinor, cancelledMinor, goodwillMinor, winner = null, parcels } = order;
  const { authorizedMinor, capturedMinor, refundedMinor } = order;
  return {
    status,
    paymentStatus: paymentStatusOf(order),
    fulfilmentStatus: fulfilmentStatusOf(order),
    amounts: { totalMinor, cancelledMinor, goodwillMinor, authorizedMinor, capturedMinor, refundedMinor },
    winner,
    lines: Object.fromEntries(
      order.lines.map(({ sku, cancelled, sent, inHand, owed }) => [sku, { cancelled, sent, inHand, owed }]),
    ),
    parcels,
    expiresAt: status === 'pending' ? order.expiresAt : null,
  };
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
    expiresAt: status === 'pending' ? order.expiresAt.getTime() : null,
  };
}

function unitsOf(lines: { sku: string; quantity: number }[]): Units {
  return Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));
}
