import { queueTransactionCallback } from '../callbacks/callbacks.ts';
import type { PaymentKey, Source, Transaction } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { settlePayment } from './settle-payment.ts';
import { OUTCOMES, type OutcomeName } from './outcomes.ts';

/** How long a kiosk reference can be paid; Paymob's own time is not known. */
const KIOSK_REFERENCE_MS = 7 * 24 * 60 * 60 * 1000;

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
  /** Whether the customer must first prove who they are on a page of the sandbox. */
  needsChallenge: boolean;
  saveCard?: boolean;
}

/** Starts a payment; without a challenge it is settled at once. The caller has asked `refusalOf` in the same breath. */
export function beginPayment(sandbox: Sandbox, key: PaymentKey, start: PaymentStart): Transaction {
  const { store, clock, ids } = sandbox;
  const integration = sandbox.lookup.integration(key.integrationId);
  const now = clock.now();
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
    is3dSecure: integration.method === 'card' && start.needsChallenge,
    isVoided: false,
    refundedCents: 0,
    capturedCents: 0,
    source: start.source,
    verdict: OUTCOMES.KIOSK_PENDING,
    plannedOutcome: start.outcome,
    challenge: start.needsChallenge ? ids.token() : null,
    saveCard: start.saveCard ?? false,
    createdAt: now,
    updatedAt: now,
    lapsesAt: integration.method === 'kiosk' ? now + KIOSK_REFERENCE_MS : null,
    callbackResponses: [],
  });
  const intention = key.clientSecret === null ? undefined : store.intentions.get(key.clientSecret);
  if (intention !== undefined) store.intentions.save({ ...intention, isAttempted: true });
  if (!start.needsChallenge) return settlePayment(sandbox, transaction.id, start.outcome);
  if (sandbox.behaviour().send_pending_callbacks) queueTransactionCallback(sandbox, transaction, 'pending');
  return transaction;
}
