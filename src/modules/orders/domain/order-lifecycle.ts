/**
 * The published transition tables. An order has three states of its own: where it stands as a whole,
 * its money and its goods. Every change of one of them is an edge of these graphs (invariant I7).
 */

/** `placing` is work in progress that no client sees as an order; `rejected` is a placing that failed. */
export const ORDER_STATUSES = [
  'placing',
  'rejected',
  'pending',
  'expired',
  'confirmed',
  'completed',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** The statuses in which a client can see an order. */
export const VISIBLE_STATUSES = ['pending', 'expired', 'confirmed', 'completed', 'cancelled'] as const;

/** The statuses in which nothing will be sent any more. */
export const FINAL_STATUSES = ['rejected', 'expired', 'cancelled', 'completed'] as const;

export const PAYMENT_STATUSES = [
  'unpaid',
  'authorized',
  'partially_paid',
  'paid',
  'partially_refunded',
  'refunded',
  'voided',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const FULFILMENT_STATUSES = [
  'unfulfilled',
  'partially_fulfilled',
  'fulfilled',
  'delivered',
  'returned',
] as const;
export type FulfilmentStatus = (typeof FULFILMENT_STATUSES)[number];

export interface OrderStates {
  status: OrderStatus;
  paymentStatus: PaymentStatus;
  fulfilmentStatus: FulfilmentStatus;
}

const ORDER_TRANSITIONS: Record<OrderStatus, readonly OrderStatus[]> = {
  placing: ['pending', 'rejected'],
  rejected: [],
  pending: ['confirmed', 'cancelled', 'expired'],
  // Money that comes after the hold has ended revives the order when its goods can still be had.
  expired: ['confirmed'],
  confirmed: ['completed', 'cancelled'],
  completed: [],
  cancelled: [],
};

const PAYMENT_TRANSITIONS: Record<PaymentStatus, readonly PaymentStatus[]> = {
  unpaid: ['authorized', 'partially_paid', 'paid'],
  authorized: ['partially_paid', 'paid', 'voided'],
  partially_paid: ['paid', 'partially_refunded', 'refunded'],
  paid: ['partially_refunded', 'refunded'],
  partially_refunded: ['refunded'],
  // More was captured, or collected with the next parcel, after all that had come before was given back.
  refunded: ['partially_refunded'],
  voided: [],
};

const FULFILMENT_TRANSITIONS: Record<FulfilmentStatus, readonly FulfilmentStatus[]> = {
  unfulfilled: ['partially_fulfilled', 'fulfilled', 'returned'],
  partially_fulfilled: ['unfulfilled', 'fulfilled', 'delivered'],
  fulfilled: ['delivered', 'returned'],
  delivered: [],
  returned: [],
};

export const TRANSITIONS = {
  status: ORDER_TRANSITIONS,
  paymentStatus: PAYMENT_TRANSITIONS,
  fulfilmentStatus: FULFILMENT_TRANSITIONS,
} as const;

/** Whether the published graph of a field has an edge; a state does not lead to itself. */
export function isTransition(field: keyof OrderStates, from: string, to: string): boolean {
  const graph: Record<string, readonly string[]> = TRANSITIONS[field];
  return graph[from]?.includes(to) ?? false;
}
