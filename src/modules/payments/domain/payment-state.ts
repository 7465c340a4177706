import type { Operation } from './operation.js';
import type { TransactionFact } from './transaction-fact.js';
import { transactionState, type TransactionState } from './transaction-state.js';

/** A payment as far as its rules need it: what its provider told and what the shop asked for. */
export interface PaymentLedgerView {
  /** What the attempt was to bring, in minor units. */
  amountMinor: number;
  events: readonly TransactionFact[];
  operations: readonly Operation[];
}

export interface PaymentState {
  /** The transaction that pays the order: the first one that brought just what was asked for. */
  main: TransactionState | undefined;
  /** Successful transactions that pay for nothing: a second payment of the same attempt, or one over another amount. */
  strays: TransactionState[];
  /** The provider must be asked: something has gone back, and no one has said how much or of what. */
  isUnclear: boolean;
}

/**
 * Computes where a payment stands. Every sum is the largest that any source has told, so facts may come late, twice and in
 * any order, and the result is the same.
 */
export function stateOf(payment: PaymentLedgerView): PaymentState {
  const payments = payment.events.filter(({ kind }) => kind === 'payment');
  const succeeded = distinct(payments.filter(({ outcome }) => outcome === 'succeeded'));
  const children = payment.events.filter(
    ({ kind, outcome }) => kind !== 'payment' && outcome === 'succeeded',
  );
  const parents = parentsOf(children, payment.operations, succeeded);
  const factsOf = (id: string) => payments.filter(({ transactionId }) => transactionId === id);
  const transactions = succeeded.map((id) =>
    transactionState(
      factsOf(id),
      children.filter(({ transactionId }) => parents.get(transactionId) === id),
      payment.operations.filter(({ parentId }) => parentId === id),
    ),
  );
  const main = transactions.find(({ amountMinor }) => amountMinor === payment.amountMinor);
  return {
    main,
    strays: transactions.filter((transaction) => transaction !== main),
    isUnclear:
      parents.size < distinct(children).length ||
      transactions.some(({ id, refundedMinor }) => refundedMinor === 0 && hidesRefund(factsOf(id))),
  };
}

/** Which payment each capture and return belongs to; where nobody has said so, to the only one there is. */
function parentsOf(
  children: TransactionFact[],
  operations: readonly Operation[],
  succeeded: string[],
): Map<string, string> {
  const only = succeeded.length === 1 ? succeeded[0] : undefined;
  const parents = distinct(children).map((id) => {
    const told = children.find(
      ({ transactionId, parentId }) => transactionId === id && parentId !== undefined,
    );
    const own = operations.find(({ transactionId }) => transactionId === id);
    return [id, told?.parentId ?? own?.parentId ?? only] as const;
  });
  return new Map(parents.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function distinct(facts: TransactionFact[]): string[] {
  return [...new Set(facts.map(({ transactionId }) => transactionId))];
}

/** A callback has said that money went back, and the provider has not been asked since how much. */
function hidesRefund(facts: TransactionFact[]): boolean {
  return (
    facts.some(({ isRefunded }) => isRefunded) &&
    !facts.some(({ isRefunded, refundedMinor }) => isRefunded && refundedMinor !== undefined)
  );
}
