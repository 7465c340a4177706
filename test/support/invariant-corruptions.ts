import { type mongo, Types } from 'mongoose';
import type { InvariantId } from '../../src/cli/invariants/violation.js';

/** One way to break a database, and how it must be reported. */
export interface Corruption {
  /** Reads on after "reports". */
  name: string;
  collection: string;
  /** The document that is broken; the first that fits. */
  filter: mongo.Filter<mongo.Document>;
  update: object | 'delete';
  invariant: InvariantId;
  what: RegExp;
  /** `--repair` mends it. */
  isRepaired?: true;
}

const RESERVED = { 'reservations.0': { $exists: true } };
const OWED = { 'owedTo.0': { $exists: true } };
const SOLD = { sold: { $gt: 0 } };
const PENDING = { status: 'pending' };
const PAID = { paymentStatus: 'paid', paymentMethod: 'card' };
const SENT = { 'fulfilments.0.status': 'delivered' };
const CANCELLED_IN_PART = { status: 'confirmed', 'cancellations.0': { $exists: true } };
const MONEY = { 'events.0': { $exists: true }, provider: 'paymob' };
const now = () => new Date(Date.now() - 60_000);
const stranger = () => new Types.ObjectId();

const stock = (rest: Omit<Corruption, 'collection'>): Corruption => ({ collection: 'stock_items', ...rest });
const order = (rest: Omit<Corruption, 'collection'>): Corruption => ({ collection: 'orders', ...rest });
const payment = (rest: Omit<Corruption, 'collection'>): Corruption => ({ collection: 'payments', ...rest });

const STOCK: Corruption[] = [
  stock({
    name: 'units that can be promised twice, and rebuilds the counter',
    filter: RESERVED,
    update: { $inc: { available: 1 } },
    invariant: 'I1',
    what: /available is .* and must be/,
    isRepaired: true,
  }),
  stock({
    name: 'units that lie nowhere, and rebuilds the counter',
    filter: RESERVED,
    update: { $inc: { onHand: 2 } },
    invariant: 'I1',
    what: /onHand is .* and must be/,
    isRepaired: true,
  }),
  stock({
    name: 'a wrong number of reservations, and rebuilds it',
    filter: RESERVED,
    update: { $inc: { reservationCount: 1 } },
    invariant: 'I1',
    what: /reservationCount is/,
    isRepaired: true,
  }),
  stock({
    name: 'a wrong number of owed units, and rebuilds it',
    filter: OWED,
    update: { $inc: { owed: 3 } },
    invariant: 'I1',
    what: /owed is .* and must be/,
    isRepaired: true,
  }),
  stock({
    name: 'a wrong backorder allowance, and rebuilds it',
    filter: OWED,
    update: { $inc: { backorderable: 1 } },
    invariant: 'I1',
    what: /backorderable is .* and must be/,
    isRepaired: true,
  }),
  stock({
    name: 'counters of which none can be believed',
    filter: SOLD,
    update: { $inc: { onHand: 1, available: 2 } },
    invariant: 'I1',
    what: /contradict each other/,
  }),
  stock({
    name: 'more promised than there is',
    filter: RESERVED,
    update: { $inc: { onHand: -100, available: -100, received: -100 } },
    invariant: 'I1',
    what: /more are reserved than lie there/,
  }),
  stock({
    name: 'a negative amount in the ledger',
    filter: RESERVED,
    update: { $set: { 'reservations.0.quantity': -1 } },
    invariant: 'I1',
    what: /not a whole number/,
  }),
  stock({
    name: 'a reservation that stands there twice',
    filter: RESERVED,
    update: [{ $set: { reservations: { $concatArrays: ['$reservations', '$reservations'] } } }],
    invariant: 'I4',
    what: /stands in reservations twice/,
  }),
  stock({
    name: 'a sale that no order has made',
    filter: SOLD,
    update: { $inc: { sold: 1, onHand: -1, available: -1 } },
    invariant: 'I1',
    what: /noted as sold, and orders have bought/,
  }),
  stock({
    name: 'units that are owed to nobody',
    filter: OWED,
    update: { $inc: { 'owedTo.0.quantity': 1, owed: 1, backorderable: -1 } },
    invariant: 'I1',
    what: /noted as owed to orders/,
  }),
  stock({
    name: 'a hold that an order counts on and that is not there',
    filter: RESERVED,
    update: [
      {
        $set: {
          available: { $add: ['$available', { $sum: '$reservations.quantity' }] },
          reservations: [],
          reservationCount: 0,
        },
      },
    ],
    invariant: 'I1',
    what: /orders that wait for money count on/,
  }),
  stock({
    name: 'a hold that nobody will come for, and frees it',
    filter: SOLD,
    update: {
      $inc: { available: -1, reservationCount: 1 },
      $push: {
        reservations: {
          orderId: stranger(),
          quantity: 1,
          backordered: 0,
          expiresAt: new Date(Date.now() + 1e7),
        },
      },
    },
    invariant: 'I6',
    what: /held for an order that is gone/,
    isRepaired: true,
  }),
  stock({
    name: 'a reservation that has expired without anybody looking',
    filter: RESERVED,
    update: { $set: { 'reservations.0.expiresAt': now() } },
    invariant: 'I6',
    what: /has expired at/,
  }),
  stock({
    name: 'a wrong low-stock flag, and corrects it',
    filter: { lowStockThreshold: { $exists: true } },
    update: [{ $set: { isLow: { $not: [{ $ifNull: ['$isLow', false] }] } } }],
    invariant: 'I6',
    what: /isLow is/,
    isRepaired: true,
  }),
  stock({
    name: 'a change of the count that is not in the history',
    filter: SOLD,
    update: { $inc: { onHand: 5, available: 5, received: 5 } },
    invariant: 'I1',
    what: /units have come in, and the history of the count says/,
  }),
  {
    name: 'a lost entry of the history',
    collection: 'stock_adjustments',
    filter: {},
    update: 'delete',
    invariant: 'I1',
    what: /the history of the count says/,
  },
  stock({
    name: 'a change of the count that was not copied',
    filter: SOLD,
    update: {
      $inc: { onHand: 5, available: 5, received: 5 },
      $push: { adjustments: { id: stranger(), delta: 5, reason: 'count', actor: 'test', at: now() } },
    },
    invariant: 'I6',
    what: /is not in the history yet/,
  }),
  stock({
    name: 'orders that have bought what does not exist',
    filter: SOLD,
    update: 'delete',
    invariant: 'I1',
    what: /does not exist/,
  }),
];

const ORDERS: Corruption[] = [
  order({
    name: 'lines that do not add up',
    filter: PAID,
    update: { $inc: { 'lines.0.grossMinor': 1 } },
    invariant: 'I2',
    what: /lines and delivery come to/,
  }),
  order({
    name: 'cancellations that do not add up',
    filter: CANCELLED_IN_PART,
    update: { $inc: { cancelledMinor: 1 } },
    invariant: 'I2',
    what: /cancellations come to/,
  }),
  order({
    name: 'less than nothing due',
    filter: PAID,
    update: { $inc: { goodwillMinor: 10_000_000 } },
    invariant: 'I2',
    what: /is due/,
  }),
  order({
    name: 'more given back than came',
    filter: PAID,
    update: { $inc: { 'payment.refundedMinor': 10_000_000 } },
    invariant: 'I2',
    what: /has gone back of/,
  }),
  order({
    name: 'a fraction of a piastre',
    filter: PAID,
    update: { $inc: { 'payment.capturedMinor': 0.5 } },
    invariant: 'I2',
    what: /not a whole number/,
  }),
  order({
    name: 'another amount than the payment’s',
    filter: PAID,
    update: { $inc: { 'payment.capturedMinor': -1, goodwillMinor: 1 } },
    invariant: 'I2',
    what: /The order knows of/,
  }),
  order({
    name: 'money of no payment',
    filter: PAID,
    update: { $unset: { 'payment.paymentId': 1 } },
    invariant: 'I2',
    what: /by no payment/,
  }),
  order({
    name: 'a payment that does not exist',
    filter: PAID,
    update: { $set: { 'payment.paymentId': stranger().toHexString() } },
    invariant: 'I2',
    what: /does not exist/,
  }),
  order({
    name: 'money that does not pay the order it came for',
    filter: PAID,
    update: { $set: { 'payment.paymentId': stranger().toHexString() } },
    invariant: 'I3',
    what: /does not count it, and does not go back/,
  }),
  order({
    name: 'money that is owed back and nobody gives back',
    filter: PAID,
    update: {
      $inc: { cancelledMinor: 100 },
      $push: {
        cancellations: { id: 'x', at: now(), actor: 'test', lines: [], amountMinor: 100 },
      },
    },
    invariant: 'I2',
    what: /is owed back and nobody gives it back/,
  }),
  order({
    name: 'cancelled units that no cancellation names',
    filter: CANCELLED_IN_PART,
    update: { $inc: { 'lines.0.cancelledQuantity': 1 } },
    invariant: 'I1',
    what: /are counted as cancelled/,
  }),
  order({
    name: 'units taken from the stock that the order is not for',
    filter: SENT,
    update: { $inc: { 'allocations.0.quantity': 1 } },
    invariant: 'I1',
    what: /are taken from the stock, the order is for/,
  }),
  order({
    name: 'sent units that are in no parcel',
    filter: SENT,
    update: { $inc: { 'lines.0.fulfilledQuantity': 1 } },
    invariant: 'I1',
    what: /are counted as sent/,
  }),
  order({
    name: 'more units handled than were ordered',
    filter: SENT,
    update: { $set: { 'lines.0.quantity': 0 } },
    invariant: 'I1',
    what: /were sent and cancelled than ordered/,
  }),
  order({
    name: 'a payment status that the amounts deny',
    filter: PAID,
    update: { $set: { paymentStatus: 'unpaid' } },
    invariant: 'I7',
    what: /paymentStatus is unpaid, the amounts say paid/,
  }),
  order({
    name: 'a fulfilment status that the parcels deny',
    filter: SENT,
    update: { $set: { fulfilmentStatus: 'unfulfilled' } },
    invariant: 'I7',
    what: /fulfilmentStatus is unfulfilled, the parcels say/,
  }),
  order({
    name: 'an edge that no graph has',
    filter: SENT,
    update: [{ $set: { history: { $concatArrays: ['$history', [edge('completed', 'pending')]] } } }],
    invariant: 'I7',
    what: /went from completed to pending|was .* and left completed/,
  }),
  order({
    name: 'a gap in the history',
    filter: SENT,
    update: [{ $set: { history: { $slice: ['$history', 1] } } }],
    invariant: 'I7',
    what: /and came to/,
  }),
  order({
    name: 'a cancellation that was noted twice',
    filter: CANCELLED_IN_PART,
    update: [{ $set: { cancellations: { $concatArrays: ['$cancellations', '$cancellations'] } } }],
    invariant: 'I4',
    what: /taken twice/,
  }),
  order({
    name: 'two allocations of one item',
    filter: { status: 'confirmed' },
    update: [{ $set: { allocations: { $concatArrays: ['$allocations', '$allocations'] } } }],
    invariant: 'I4',
    what: /two allocations of one item/,
  }),
  order({
    name: 'work that has long been due',
    filter: PENDING,
    update: { $set: { nextWorkAt: now() } },
    invariant: 'I6',
    what: /Work has been due since/,
  }),
  order({
    name: 'an order that the sweeper has forgotten, and tells it',
    filter: PENDING,
    update: { $unset: { nextWorkAt: 1 } },
    invariant: 'I6',
    what: /the sweeper does not know/,
  }),
  order({
    name: 'a wrong flag of waiting for goods, and corrects it',
    filter: { status: 'confirmed', isAwaitingGoods: true },
    update: { $set: { isAwaitingGoods: false } },
    invariant: 'I6',
    what: /isAwaitingGoods is false/,
    isRepaired: true,
  }),
  order({
    name: 'a lost order',
    filter: PENDING,
    update: 'delete',
    invariant: 'I3',
    what: /acknowledged with 201 and is not there/,
  }),
];

const REST: Corruption[] = [
  {
    name: 'a cart that can be ordered again',
    collection: 'carts',
    filter: { status: 'ordered' },
    update: { $set: { status: 'active' } },
    invariant: 'I4',
    what: /The cart of the order is active/,
  },
  {
    name: 'a cart whose order is gone',
    collection: 'carts',
    filter: { status: 'active' },
    update: { $set: { status: 'ordered', orderId: stranger() } },
    invariant: 'I3',
    what: /its order is not there/,
  },
  payment({
    name: 'a payment without an order',
    filter: MONEY,
    update: { $set: { orderId: stranger() } },
    invariant: 'I3',
    what: /The order of the payment does not exist/,
  }),
  payment({
    name: 'news that were noted twice',
    filter: MONEY,
    update: [{ $set: { events: { $concatArrays: ['$events', '$events'] } } }],
    invariant: 'I4',
    what: /noted twice/,
  }),
  payment({
    name: 'a payment that the sweeper has not looked at',
    filter: MONEY,
    update: { $set: { nextWorkAt: now() } },
    invariant: 'I6',
    what: /Work has been due since/,
  }),
  payment({
    name: 'an operation whose end nobody will ask for',
    filter: { 'operations.0': { $exists: true }, provider: 'paymob' },
    update: { $set: { 'operations.0.state': 'unknown' }, $unset: { nextWorkAt: 1 } },
    invariant: 'I6',
    what: /nobody will ask/,
  }),
  payment({
    name: 'another amount than the gateway’s',
    filter: MONEY,
    update: { $set: { 'events.0.amountMinor': 1, amountMinor: 1 } },
    invariant: 'I2',
    what: /The gateway has moved/,
  }),
  payment({
    name: 'money at the gateway that no payment knows',
    filter: MONEY,
    update: { $set: { providerOrderId: '1' } },
    invariant: 'I3',
    what: /for an order that no payment knows/,
  }),
  {
    name: 'a callback that was never applied',
    collection: 'callback_inbox',
    filter: {},
    update: { $set: { nextAttemptAt: now() } },
    invariant: 'I6',
    what: /A callback has been due since/,
  },
  {
    name: 'a key that made something else',
    collection: 'idempotency_keys',
    filter: { 'answer.status': 201, 'answer.headers.location': { $exists: true } },
    update: { $set: { resourceId: stranger() } },
    invariant: 'I5',
    what: /The key was to make/,
  },
  {
    name: 'a family of tokens that is there twice',
    collection: 'users',
    filter: { 'sessions.0': { $exists: true } },
    update: [{ $set: { sessions: { $concatArrays: ['$sessions', '$sessions'] } } }],
    invariant: 'I9',
    what: /is there twice/,
  },
  {
    name: 'a replaced token that still lives',
    collection: 'users',
    filter: { 'sessions.0.previous': { $exists: true } },
    update: [
      {
        $set: {
          sessions: {
            $map: {
              input: '$sessions',
              in: { $mergeObjects: ['$$this', { previous: { hash: '$$this.tokenHash' } }] },
            },
          },
        },
      },
    ],
    invariant: 'I9',
    what: /still the live one/,
  },
  {
    name: 'a locked account that is signed in',
    collection: 'users',
    filter: { 'sessions.0': { $exists: true } },
    update: { $set: { disabledAt: now() } },
    invariant: 'I9',
    what: /locked or erased is signed in/,
  },
  {
    name: 'a letter to a user that nobody has sent',
    collection: 'users',
    filter: {},
    update: {
      $push: { outbox: { id: stranger(), effect: 'mail.verify_email', dueAt: now() } },
    },
    invariant: 'I6',
    what: /mail.verify_email has been due since/,
  },
];

/** Every way that a check knows. */
export const CORRUPTIONS: Corruption[] = [...STOCK, ...ORDERS, ...REST];

function edge(from: string, to: string) {
  return { at: now(), actor: 'test', field: 'status', from, to };
}
