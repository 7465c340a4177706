import type { Operation } from './operation.js';
import { isUntouched, type PlannedOperation, refundableMinor } from './plan-operation.js';
import { type PaymentLedgerView, stateOf } from './payment-state.js';
import type { TransactionState } from './transaction-state.js';

export interface OwedBack extends PaymentLedgerView {
  /** What the shop may keep at most, in minor units; unset while nothing is owed back. */
  keepMinor?: number;
}

/** Waiting times after refunds that the provider refused, for want of balance say; after the last one a person must see to it. */
const RETRY_MS = [10, 60, 6 * 60, 24 * 60].map((minutes) => minutes * 60_000);

/**
 * The next thing to be given back of a payment; null when nothing is owed or all of it is under way.
 * A void costs no fee and the customer sees nothing on the statement, so it is tried first.
 * @param canVoid whether the provider still undoes the transaction as a whole
 */
export function planReturn(
  payment: OwedBack,
  canVoid: (transaction: TransactionState) => boolean,
): PlannedOperation | null {
  const { main, strays } = stateOf(payment);
  for (const transaction of [main, ...strays]) {
    if (transaction === undefined) continue;
    const keepMinor = transaction === main ? (payment.keepMinor ?? Infinity) : 0;
    const planned = planReturnOf(transaction, keepMinor, payment.operations, canVoid);
    if (planned !== null) return planned;
  }
  return null;
}

function planReturnOf(
  transaction: TransactionState,
  keepMinor: number,
  operations: readonly Operation[],
  canVoid: (transaction: TransactionState) => boolean,
): PlannedOperation | null {
  const { id: parentId, amountMinor, capturedMinor, isAuthorization } = transaction;
  const owedMinor = Math.max(0, refundableMinor(transaction) - keepMinor);
  const isWhole = keepMinor === 0 && isUntouched(transaction);
  const wasRefused = operations.some(
    (operation) =>
      operation.kind === 'void' && operation.failure !== undefined && operation.parentId === parentId,
  );
  if (isWhole && !wasRefused && (isAuthorization || canVoid(transaction))) {
    return { kind: 'void', parentId, amountMinor };
  }
  return capturedMinor > 0 && owedMinor > 0 ? { kind: 'refund', parentId, amountMinor: owedMinor } : null;
}

/** When a return that was refused is tried again; undefined when a person must see to it. */
export function nextReturnAt({ operations }: OwedBack): Date | undefined {
  const refused = operations.filter(
    ({ kind, state, actor }) => kind === 'refund' && state === 'failed' && actor === 'system',
  );
  const last = refused.at(-1);
  if (last === undefined) return new Date(0);
  const pause = RETRY_MS[refused.length - 1];
  return pause === undefined ? undefined : new Date(last.changedAt.getTime() + pause);
}
