import { queueTransactionCallback } from '../callbacks/callbacks.ts';
import type { Integration, Method, PaymentKey, Source, Transaction, Verdict } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { settlePayment } from './settle-payment.ts';
import { OUTCOMES, type OutcomeName } from './outcomes.ts';

/** How long a kiosk reference can be paid; Paymob's own time is not known. */
const KIOSK_REFERENCE_MS = 7 * 24 * 60 * 60 * 1000;

/** What a payment says of itself before its outcome is known. */
const WAITING: Record<Method, Verdict> = {
  card: { message: 'Pending 3DS Authorization', responseCode: '', acquirerCode: null },
  wallet: { message: 'Pending Payment', responseCode: '', acquirerCode: null },
  kiosk: OUTCOMES.KIOSK_PENDING,
};

export type Refusal = 'order-locked' | 'key-expired' | 'secret-used' | 'secret-expired';

/** Says why no payment can be started with the key, or null. */
export function refusalOf(sandbox: Sandbox, key: PaymentKey): Refusal | null {
  const now = sandbox.clock.now();
  if (sandbox.lookup.order(key.orderId).isPaymentLocked) return 'order-locked';
  if (key.clientSecret === null) return key.expiresAt <= now ? 'key-expired' : null;
  const intention = sandbox.store.intentions.get(key.clientSecret);
  if (intention === undefined || intention.expiresAt <= now) return 'secret-expired';
  return intention.isAttempted && sandbox.behaviour().single_use_client_secret ? 'secret-used' : null;
}

export interface PaymentStart {
  source: Source;
  /** What the bank, wallet or kiosk will say. */
  outcome: OutcomeName;
  saveCard?: boolean;
}

/**
 * Starts a payment, which waits until the customer has proven who they are, or is settled at once where nobody asks.
 * The caller has asked `refusalOf` in the same breath.
 */
export function beginPayment(sandbox: Sandbox, key: PaymentKey, start: PaymentStart): Transaction {
  const { store, clock, ids } = sandbox;
  const integration = sandbox.lookup.integration(key.integrationId);
  const now = clock.now();
  const isChallenged = needsChallenge(integration, start.outcome);
  const transaction = store.transactions.save({
    id: ids.next('transactions'),
    orderId: key.orderId,
    integrationId: key.integrationId,
    paymentKey: key.id,
    parentId: null,
    kind: 'payment',
    state: 'authenticating',
    amountCents: key.amountCents,
    currency: key.currency,
    isAuth: integration.isAuth,
    is3dSecure: integration.method === 'card' && isChallenged,
    isVoided: false,
    refundedCents: 0,
    capturedCents: 0,
    source: start.source,
    verdict: WAITING[integration.method],
    plannedOutcome: start.outcome,
    challenge: isChallenged ? ids.token() : null,
    saveCard: start.saveCard ?? false,
    createdAt: now,
    updatedAt: now,
    lapsesAt: integration.method === 'kiosk' ? now + KIOSK_REFERENCE_MS : null,
    callbackResponses: [],
  });
  const intention = key.clientSecret === null ? undefined : store.intentions.get(key.clientSecret);
  if (intention !== undefined) store.intentions.save({ ...intention, isAttempted: true });
  if (!isChallenged) return settlePayment(sandbox, transaction.id, start.outcome);
  if (sandbox.behaviour().send_pending_callbacks) queueTransactionCallback(sandbox, transaction, 'pending');
  return transaction;
}

/** The risk rules refuse before the bank asks anything, the merchant's own payments are trusted, and a kiosk asks nobody. */
function needsChallenge({ method, isMoto }: Integration, outcome: OutcomeName): boolean {
  return method !== 'kiosk' && !isMoto && outcome !== 'BLOCKED';
}
