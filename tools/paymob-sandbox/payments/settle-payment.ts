import { queueTokenCallback, queueTransactionCallback } from '../callbacks/callbacks.ts';
import type { Transaction } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { OUTCOMES, type OutcomeName } from './outcomes.ts';
import { saveCard } from './save-card.ts';

/** After how long an authorisation that was not captured voids itself. */
const AUTHORISATION_MS = 14 * 24 * 60 * 60 * 1000;

/** Gives an open payment its outcome and queues its callback. A payment that is settled already, or has that outcome, stays as it is. */
export function settlePayment(sandbox: Sandbox, id: number, name: OutcomeName): Transaction {
  const { store, clock } = sandbox;
  const open = sandbox.lookup.transaction(id);
  const { state, ...verdict } = OUTCOMES[name];
  const isOpen = open.state === 'authenticating' || open.state === 'pending';
  if (!isOpen || open.state === state) return open;
  const settled = store.transactions.save({
    ...open,
    state,
    verdict,
    updatedAt: clock.now(),
    lapsesAt:
      state === 'pending'
        ? open.lapsesAt
        : open.isAuth && state === 'succeeded'
          ? clock.now() + AUTHORISATION_MS
          : null,
  });
  if (state === 'pending') {
    if (sandbox.behaviour().send_pending_callbacks) queueTransactionCallback(sandbox, settled, 'pending');
    return settled;
  }
  if (state === 'succeeded') recordSuccess(sandbox, settled);
  queueTransactionCallback(sandbox, settled, 'payment');
  if (state === 'succeeded' && settled.saveCard)
    queueTokenCallback(sandbox, saveCard(sandbox, settled), settled);
  return settled;
}

function recordSuccess(sandbox: Sandbox, payment: Transaction): void {
  const { store, lookup } = sandbox;
  const order = lookup.order(payment.orderId);
  const key = lookup.paymentKey(payment);
  store.orders.save({
    ...order,
    paidAmountCents: order.paidAmountCents + (payment.isAuth ? 0 : payment.amountCents),
    isPaymentLocked: order.isPaymentLocked || (key?.lockOrderWhenPaid ?? false),
  });
  const intention = key?.clientSecret == null ? undefined : store.intentions.get(key.clientSecret);
  if (intention !== undefined) store.intentions.save({ ...intention, isConfirmed: true });
}
