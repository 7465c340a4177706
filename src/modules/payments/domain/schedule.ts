import { nextReturnAt, type OwedBack, planReturn } from './give-back.js';
import { isUnderWay } from './operation.js';
import { stateOf } from './payment-state.js';
import { isSameMoney, type PaymentMoney, totalsOf } from './payment-totals.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** With a sweep every minute, a payment whose callback was lost is found out in less than five minutes. */
const POLL_MS = 3 * MINUTE_MS;
/** A customer may still be at the bank when the checkout expires. */
const POLL_AFTER_EXPIRY_MS = HOUR_MS;
const DOUBT_POLL_MS = 20_000;
/** Paymob voids what was not captured for 14 days, and an hour is left for it to do so (paymob.md 4). */
const AUTHORIZATION_MS = 14 * 24 * HOUR_MS + HOUR_MS;

export interface ScheduledPayment extends OwedBack {
  method: string;
  createdAt: Date;
  checkoutExpiresAt?: Date;
  /** When the provider was last asked and answered. */
  checkedAt?: Date;
  /** When a success was told again that was known. */
  toldAgainAt?: Date;
  /** What the order was last told. */
  told: PaymentMoney;
}

/** Every payment is looked over once more, for refunds made at the provider whose callbacks were lost. */
const REVIEW_MS = 24 * HOUR_MS;

/** When the provider must be asked about a payment; undefined when nothing can be learnt. */
export function nextInquiryAt(payment: ScheduledPayment): Date | undefined {
  if (payment.method === 'cod') return undefined;
  const { main, isUnclear } = stateOf(payment);
  const { checkedAt = payment.createdAt } = payment;
  const times: Date[] = [];
  if (isUnclear) times.push(later(checkedAt, DOUBT_POLL_MS));
  if (mayHaveMoved(payment)) times.push(later(payment.toldAgainAt!, DOUBT_POLL_MS));
  for (const operation of payment.operations) {
    // Having been refused something means to know less than the provider.
    if (operation.state === 'failed' && operation.changedAt > checkedAt) times.push(operation.changedAt);
    if (isUnderWay(operation))
      times.push(later(latest(operation.changedAt, checkedAt), doubtPause(operation.state)));
  }
  const { checkoutExpiresAt } = payment;
  if (main === undefined && checkoutExpiresAt !== undefined) {
    const isOver = checkedAt > later(checkoutExpiresAt, POLL_AFTER_EXPIRY_MS);
    if (!isOver) times.push(later(checkedAt, POLL_MS));
  }
  if (main !== undefined) {
    const isOpen = main.authorizedMinor > 0;
    const reviewAt = later(payment.createdAt, isOpen ? AUTHORIZATION_MS : REVIEW_MS);
    if (checkedAt < reviewAt) times.push(reviewAt);
    else if (isOpen) times.push(later(checkedAt, REVIEW_MS));
  }
  return earliest(times);
}

/**
 * Whether a success was told again since the provider was last asked. It is when part of it is refunded or captured at the
 * provider's own desk, and what is signed may then be the same as before.
 */
export function mayHaveMoved({ toldAgainAt, checkedAt, createdAt }: ScheduledPayment): boolean {
  return toldAgainAt !== undefined && toldAgainAt > (checkedAt ?? createdAt);
}

/** When somebody must look at a payment next; undefined when nothing is left to do. */
export function nextWorkAt(payment: ScheduledPayment): Date | undefined {
  const times = [nextInquiryAt(payment)];
  const isTold = isSameMoney(totalsOf(payment), payment.told);
  if (!isTold && !stateOf(payment).isUnclear) times.push(new Date(0));
  if (isOwedByProvider(payment)) times.push(nextReturnAt(payment));
  return earliest(times.filter((time) => time !== undefined));
}

/** Cash goes back from hand to hand, and staff note it; no program can do it. */
export function isOwedByProvider(payment: ScheduledPayment): boolean {
  return payment.method !== 'cod' && planReturn(payment, () => true) !== null;
}

function doubtPause(state: string): number {
  return state === 'requested' ? MINUTE_MS : DOUBT_POLL_MS;
}

function later(time: Date, milliseconds: number): Date {
  return new Date(time.getTime() + milliseconds);
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function earliest(times: Date[]): Date | undefined {
  return times.length === 0 ? undefined : new Date(Math.min(...times.map((time) => time.getTime())));
}
