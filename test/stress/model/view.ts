import { isDeepStrictEqual } from 'node:util';
import {
  fulfilmentStatusOf,
  type Line,
  type Order,
  type Parcel,
  paymentStatusOf,
  type Shelf,
  type World,
} from './world.js';

/** What of a world can be compared with the shop: its orders and shelves in the terms of both. */
export interface View {
  orders: Record<string, OrderView>;
  attempts: Record<string, 'open' | 'left' | 'won' | 'returned'>;
  stock: Record<string, Pick<Shelf, 'onHand' | 'reserved' | 'promised'>>;
}

export interface OrderView {
  status: string;
  paymentStatus: string;
  fulfilmentStatus: string;
  amounts: Record<string, number>;
  winner: string | null;
  lines: Record<string, Pick<Line, 'cancelled' | 'sent' | 'inHand' | 'owed'>>;
  parcels: Parcel[];
  isAwaitingGoods: boolean;
  /** Of an order that waits for money. */
  expiresAt: number | null;
}

/** What the model has. */
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
    isAwaitingGoods: isAlive(status) && order.lines.some(({ owed }) => owed > 0),
    expiresAt: status === 'pending' ? order.expiresAt : null,
  };
}

/** Of an expired one it counts only once it is revived. */
export function isAlive(status: string): boolean {
  return status !== 'expired';
}
