import { type PaymentLedgerView, stateOf } from './payment-state.js';

export const PAYMENT_ATTEMPT_STATUSES = [
  'created',
  'pending',
  'declined',
  'expired',
  'authorized',
  'succeeded',
  'partially_refunded',
  'refunded',
  'voided',
] as const;
export type PaymentAttemptStatus = (typeof PAYMENT_ATTEMPT_STATUSES)[number];

export interface Attempt extends PaymentLedgerView {
  /** Until when the customer can pay; unset until the provider knows of the attempt. */
  checkoutExpiresAt?: Date;
}

/** Where an attempt stands. A decline is not the end: the customer may try again on the same page, and a success counts. */
export function statusOf(payment: Attempt, now: Date): PaymentAttemptStatus {
  const { main } = stateOf(payment);
  if (main === undefined) return statusWithoutMoney(payment, now);
  if (main.isVoided && (main.capturedMinor === 0 || main.capturedMinor === main.refundedMinor))
    return 'voided';
  if (main.capturedMinor === 0) return 'authorized';
  if (main.refundedMinor === 0) return 'succeeded';
  return main.refundedMinor < main.capturedMinor ? 'partially_refunded' : 'refunded';
}

function statusWithoutMoney({ events, checkoutExpiresAt }: Attempt, now: Date): PaymentAttemptStatus {
  const tries = new Set(events.map(({ transactionId }) => transactionId));
  const declined = new Set(
    events.filter(({ outcome }) => outcome === 'declined').map(({ transactionId }) => transactionId),
  );
  if (tries.size > 0 && declined.size === tries.size) return 'declined';
  if (checkoutExpiresAt === undefined) return 'created';
  return checkoutExpiresAt > now ? 'pending' : 'expired';
}
