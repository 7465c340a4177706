import { sell, take } from './stock-rules.js';
import {
  type Attempt,
  attemptOf,
  dueMinor,
  fulfilmentStatusOf,
  heldMinor,
  type Order,
  orderOf,
  type Outcome,
  type Parcel,
  type World,
} from './world.js';

/** What the shop promises about money; each rule changes the world or refuses. */

const MINUTE_MS = 60_000;
const CHECKOUT_MS = 30 * MINUTE_MS;
const POLL_MS = 3 * MINUTE_MS;
const POLL_AFTER_EXPIRY_MS = 60 * MINUTE_MS;

export type NewAttempt = Pick<Attempt, 'id' | 'orderId' | 'gatewayOrder' | 'amountMinor'>;

export function startPayment(world: World, order: Order, attempt: NewAttempt): Outcome {
  const { now } = world;
  const isPayable = order.method === 'card' && order.status === 'pending';
  if (!isPayable || attempt.amountMinor !== dueMinor(order)) return 'refused';
  order.expiresAt = Math.max(order.expiresAt, now + CHECKOUT_MS);
  world.attempts.push({ ...attempt, startedAt: now, checkedAt: now, state: 'open' });
  return 'ok';
}

/** The customer pays at the provider's; the shop does not know yet. */
export function pay({ day }: World, attempt: Attempt): Outcome {
  if (attempt.state !== 'open') return 'refused';
  attempt.state = 'unheard';
  attempt.paidOn = day;
  return 'ok';
}

/** The shop learns of a payment; when the order does not take it, the money goes back and the order never hears of it. */
export function hear(world: World, attempt: Attempt): void {
  if (attempt.state === 'open' || attempt.state === 'heard') return;
  const order = orderOf(world, attempt.orderId);
  attempt.state = 'heard';
  if (order.winner !== undefined) return;
  if (order.status === 'pending' || (order.status === 'expired' && take(world, order) === 'ok')) {
    win(world, order, attempt);
  }
}

function win(world: World, order: Order, attempt: Attempt): void {
  order.winner = attempt.id;
  sell(world, order);
  order.wasAuthorized = world.isAuthorizing;
  order[world.isAuthorizing ? 'authorizedMinor' : 'capturedMinor'] = attempt.amountMinor;
}

/** The sweeper asks the provider about a payment of which nothing has been heard. */
export function inquire(world: World, attempt: Attempt): void {
  if (attempt.state === 'left') return hear(world, attempt);
  if (attempt.state === 'heard' || !isAskedAbout(attempt, world.now)) return;
  attempt.checkedAt = world.now;
  hear(world, attempt);
}

/** It is every three minutes, until an hour after the end of the checkout. */
export function isAskedAbout({ startedAt, checkedAt }: Attempt, now: number): boolean {
  return checkedAt + POLL_MS <= now && checkedAt <= startedAt + CHECKOUT_MS + POLL_AFTER_EXPIRY_MS;
}

/** What is not owed any more goes back; cash only from hand to hand. */
export function settle(order: Order): void {
  if (order.method === 'cod') return;
  order.refundedMinor += Math.max(0, heldMinor(order) - dueMinor(order));
  if (order.status === 'cancelled' && order.capturedMinor === 0) order.authorizedMinor = 0;
}

/** The courier has brought the cash of a parcel. */
export function collect(order: Order, { amountMinor }: Parcel): void {
  if (order.method !== 'cod' || amountMinor === 0) return;
  order.winner = order.id;
  order.capturedMinor += amountMinor;
  // What was promised at first and has not been brought.
  order.authorizedMinor = order.totalMinor - order.capturedMinor;
  complete(order);
}

/** What is given back beyond what is owed back is goodwill, and lowers what the customer owes. */
export function refund(order: Order, amountMinor: number): Outcome {
  if (order.winner === undefined || amountMinor > heldMinor(order)) return 'refused';
  const owedBackMinor = Math.max(0, heldMinor(order) - dueMinor(order));
  order.goodwillMinor += Math.max(0, amountMinor - owedBackMinor);
  order.refundedMinor += amountMinor;
  complete(order);
  return 'ok';
}

export function capture(order: Order, amountMinor: number): Outcome {
  const { winner, method, authorizedMinor } = order;
  // Cash comes with its parcels only.
  if (winner === undefined || method === 'cod' || amountMinor > authorizedMinor) return 'refused';
  order.authorizedMinor -= amountMinor;
  order.capturedMinor += amountMinor;
  complete(order);
  return 'ok';
}

/** Undoes a payment that nothing was done with: an authorisation, or a payment of the same business day. */
export function voidPayment(world: World, order: Order): Outcome {
  const { winner, wasAuthorized, authorizedMinor, capturedMinor, refundedMinor, method } = order;
  if (winner === undefined || method === 'cod') return 'refused';
  if (wasAuthorized) {
    if (authorizedMinor === 0 || capturedMinor > 0) return 'refused';
    order.authorizedMinor = 0;
    return 'ok';
  }
  if (refundedMinor > 0 || attemptOf(world, winner).paidOn !== world.day) return 'refused';
  return refund(order, capturedMinor);
}

/** All has arrived and is paid. */
export function complete(order: Order): void {
  const isPaid = heldMinor(order) >= dueMinor(order);
  if (order.status === 'confirmed' && isPaid && fulfilmentStatusOf(order) === 'delivered') {
    order.status = 'completed';
  }
}
