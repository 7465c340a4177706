import type { CardToken, Source, Transaction } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';

/** Keeps the card of a payment for later use, as a token without its number. */
export function saveCard(sandbox: Sandbox, payment: Transaction): CardToken {
  const { store, ids, clock, lookup } = sandbox;
  const key = lookup.paymentKey(payment);
  const email = key?.billingData['email'];
  return store.cardTokens.save({
    id: ids.next('cardTokens'),
    token: ids.token(48),
    orderId: payment.orderId,
    maskedPan: `xxxx-xxxx-xxxx-${payment.source.pan}`,
    maskedCard: payment.source.maskedCard,
    subType: payment.source.subType,
    email: typeof email === 'string' ? email : '',
    intentionId: key?.intentionId ?? null,
    createdAt: clock.now(),
    outcome: payment.plannedOutcome ?? 'APPROVED',
  });
}

export function savedCardSource({ subType, maskedPan, maskedCard }: CardToken): Source {
  return { type: 'card', subType, pan: maskedPan.slice(-4), maskedCard };
}
