import { queueTransactionCallback } from '../callbacks/callbacks.ts';
import type { Transaction, TransactionKind, TransactionState } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';

export type ChildKind = Exclude<TransactionKind, 'payment'>;

export interface NewChild {
  payment: Transaction;
  kind: ChildKind;
  amountCents: number;
  state: Extract<TransactionState, 'succeeded' | 'pending' | 'declined'>;
}

const MESSAGES = {
  succeeded: 'Approved',
  pending: 'In progress',
  declined: 'Insufficient merchant balance',
} as const;

/** Records a refund, void or capture as a transaction of its own, and what it changes on its payment and order. */
export function recordChild(sandbox: Sandbox, { payment, kind, amountCents, state }: NewChild): Transaction {
  const { store, clock, ids } = sandbox;
  const now = clock.now();
  const child = store.transactions.save({
    ...payment,
    id: ids.next('transactions'),
    paymentKey: null,
    parentId: payment.id,
    kind,
    state,
    amountCents,
    isAuth: false,
    is3dSecure: false,
    isVoided: false,
    refundedCents: 0,
    capturedCents: 0,
    verdict: childVerdict(state),
    plannedOutcome: null,
    challenge: null,
    saveCard: false,
    createdAt: now,
    updatedAt: now,
    lapsesAt: null,
    callbackResponses: [],
  });
  if (state !== 'pending') announce(sandbox, child);
  return child;
}

/** Ends a child that was left pending; one that has ended stays as it is. */
export function settleChild(sandbox: Sandbox, id: number, state: 'succeeded' | 'declined'): Transaction {
  const child = sandbox.lookup.transaction(id);
  if (child.state !== 'pending') return child;
  const settled = sandbox.store.transactions.save({
    ...child,
    state,
    verdict: childVerdict(state),
    updatedAt: sandbox.clock.now(),
  });
  announce(sandbox, settled);
  return settled;
}

/** The sum of a payment's children of one kind that succeeded or still may. */
export function claimedCents(sandbox: Sandbox, payment: Transaction, kind: ChildKind): number {
  return sandbox.store.transactions
    .findBy('parentId', payment.id)
    .filter((child) => child.kind === kind && child.state !== 'declined')
    .reduce((sum, child) => sum + child.amountCents, 0);
}

function childVerdict(state: NewChild['state']): Transaction['verdict'] {
  const message = MESSAGES[state];
  return state === 'succeeded'
    ? { message, responseCode: 'APPROVED', acquirerCode: '00' }
    : { message, responseCode: state.toUpperCase(), acquirerCode: null };
}

/** The child has its callback; when it succeeded, the payment is changed and called back again. */
function announce(sandbox: Sandbox, child: Transaction): void {
  const payment = child.state === 'succeeded' ? applyToPayment(sandbox, child) : null;
  queueTransactionCallback(sandbox, child, child.kind === 'payment' ? 'payment' : child.kind);
  if (payment !== null) queueTransactionCallback(sandbox, payment, 'update');
}

function applyToPayment(sandbox: Sandbox, child: Transaction): Transaction {
  const { store, clock, lookup } = sandbox;
  const payment = lookup.transaction(child.parentId ?? child.id);
  const order = lookup.order(payment.orderId);
  const changed = { ...payment, updatedAt: clock.now() };
  switch (child.kind) {
    case 'refund':
      return store.transactions.save({
        ...changed,
        refundedCents: payment.refundedCents + child.amountCents,
      });
    case 'capture':
      store.orders.save({ ...order, paidAmountCents: order.paidAmountCents + child.amountCents });
      return store.transactions.save({
        ...changed,
        capturedCents: payment.capturedCents + child.amountCents,
        lapsesAt: null,
      });
    default:
      store.orders.save({
        ...order,
        paidAmountCents: order.paidAmountCents - (payment.isAuth ? 0 : payment.amountCents),
        isPaymentLocked: false,
      });
      return store.transactions.save({ ...changed, isVoided: true, lapsesAt: null });
  }
}
