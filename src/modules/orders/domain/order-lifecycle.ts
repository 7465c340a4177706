/**
 * The published transition tables. An order has three states of its own: where it stands as a whole,
 * its money and its goods. Every change of one of them is an edge of these graphs (invariant I7).
 */

/** `placing` is work in progress that no client sees as an order; `rejected` is a placing that failed. */
export const ORDER_STATUSES = [
  'placing',
  'pending',
  'confirmed',
  'completed',
  'cancelled',
  'rejected',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const PAYMENT_STATUSES = [
  'unpaid',
  'authorized',
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

export const ORDER_TRANSITIONS: Record<OrderStatus, readonly OrderStatus[]> = {
  placing: ['pending', 'rejected'],
  pending: ['confirmed', 'cancelled'],
  confirmed: ['completed', 'cancelled'],
  completed: [],
  cancelled: [],
  rejected: [],
};

export const PAYMENT_TRANSITIONS: Record<PaymentStatus, readonly PaymentStatus[]> = {
  unpaid: ['authorized', 'paid'],
  authorized: ['paid', 'voided'],
  paid: ['partially_refunded', 'refunded', 'voided'],
  partially_refunded: ['refunded'],
  refunded: [],
  voided: [],
};

export const FULFILMENT_TRANSITIONS: Record<FulfilmentStatus, readonly FulfilmentStatus[]> = {
  unfulfilled: ['partially_fulfilled', 'fulfilled'],
  partially_fulfilled: ['fulfilled'],
  fulfilled: ['delivered', 'returned'],
  delivered: ['returned'],
  returned: [],
};

/** The states from which a customer or the shop may still cancel: nothing has left the warehouse. */
export function isCancellable(status: OrderStatus, fulfilment: FulfilmentStatus): boolean {
  return ORDER_TRANSITIONS[status].includes('cancelled') && fulfilment === 'unfulfilled';
}
