import { factKindOf, isUnderWay, type Operation } from './operation.js';
import { type PaymentLedgerView, stateOf } from './payment-state.js';
import type { TransactionFact } from './transaction-fact.js';

export interface DoubtfulLedger extends PaymentLedgerView {
  /** When the provider was last asked and answered. */
  checkedAt?: Date;
}

/** Longer than any call; an operation still open then was cut off. */
const CUT_OFF_MS = 60_000;
/** A call that was cut off may take effect for so long; only when the provider knows nothing of it after that, it failed. */
const LATE_EFFECT_MS = 3 * 60_000;

/**
 * Brings the operations up to what the provider has told since: a transaction for an operation whose answer was lost, the
 * end of one that was pending, or that nothing came of it.
 */
export function settleOperations(payment: DoubtfulLedger, now: Date): Operation[] {
  let operations = payment.operations.map((operation) => cutOff(operation, now));
  for (const index of operations.keys()) {
    const ledger = { ...payment, operations };
    const settled = settle(operations[index]!, ledger, now);
    operations = operations.with(index, settled);
  }
  return operations;
}

function cutOff(operation: Operation, now: Date): Operation {
  const isOld = operation.requestedAt.getTime() + CUT_OFF_MS <= now.getTime();
  return operation.state === 'requested' && isOld
    ? { ...operation, state: 'unknown', changedAt: now }
    : operation;
}

function settle(operation: Operation, ledger: DoubtfulLedger, now: Date): Operation {
  const own = operation.transactionId ?? unclaimedTransaction(operation, ledger);
  const told = own === undefined ? undefined : endOf(own, ledger.events);
  const isNew = own !== operation.transactionId;
  if (told === 'succeeded' && (isNew || isUnderWay(operation))) {
    return { ...operation, transactionId: own!, state: 'succeeded', changedAt: now };
  }
  if (operation.state !== 'unknown') return operation;
  if (told === 'declined') return failed(operation, now, 'Declined');
  if (isVisible(operation, ledger)) return { ...operation, state: 'succeeded', changedAt: now };
  const isHopeless =
    own === undefined &&
    ledger.checkedAt !== undefined &&
    ledger.checkedAt.getTime() >= operation.requestedAt.getTime() + LATE_EFFECT_MS;
  return isHopeless ? { ...operation, state: 'failed', changedAt: now } : operation;
}

/** A transaction just like the operation that no other operation accounts for. */
function unclaimedTransaction(
  operation: Operation,
  { events, operations }: DoubtfulLedger,
): string | undefined {
  if (operation.state === 'failed') return undefined;
  const claimed = new Set(operations.map(({ transactionId }) => transactionId));
  return events.find(
    ({ kind, outcome, amountMinor, parentId, transactionId }) =>
      kind === factKindOf(operation.kind) &&
      outcome === 'succeeded' &&
      amountMinor === operation.amountMinor &&
      (parentId === undefined || parentId === operation.parentId) &&
      !claimed.has(transactionId),
  )?.transactionId;
}

function endOf(transactionId: string, events: readonly TransactionFact[]): TransactionFact['outcome'] {
  const outcomes = new Set(
    events.filter((fact) => fact.transactionId === transactionId).map(({ outcome }) => outcome),
  );
  return outcomes.has('succeeded') ? 'succeeded' : outcomes.has('declined') ? 'declined' : 'pending';
}

/** The payment itself shows the effect, although no transaction of the operation's own is known. */
function isVisible(operation: Operation, ledger: DoubtfulLedger): boolean {
  const { main, strays } = stateOf(ledger);
  const parent = [main, ...strays].find((transaction) => transaction?.id === operation.parentId);
  if (parent === undefined) return false;
  if (operation.kind === 'void') return parent.isVoided;
  return parent.unexplained[factKindOf(operation.kind)] >= operation.amountMinor;
}

function failed(operation: Operation, now: Date, failure: string): Operation {
  return { ...operation, state: 'failed', failure, changedAt: now };
}
