import { factKindOf, isUnderWay, type Operation } from './operation.js';
import type { TransactionFact } from './transaction-fact.js';

/** A payment as far as its rules need it: what its provider told and what the shop asked for. */
export interface PaymentLedgerView {
  /** What the attempt was to bring, in minor units. */
  amountMinor: number;
  events: readonly TransactionFact[];
  operations: readonly Operation[];
}

/** Where one successful transaction stands; minor units. */
export interface TransactionState {
  id: string;
  amountMinor: number;
  isAuthorization: boolean;
  isVoided: boolean;
  /** Set aside and neither captured nor released. */
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  /** Returns and captures that were asked for and whose end is not known. */
  returningMinor: number;
  capturingMinor: number;
  /** What the provider says was moved beyond all that single transactions and operations account for. */
  unexplained: Record<'capture' | 'return', number>;
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

function transactionState(
  facts: TransactionFact[],
  children: TransactionFact[],
  operations: Operation[],
): TransactionState {
  const { transactionId, amountMinor, isAuthorization } = facts.find(
    ({ outcome }) => outcome === 'succeeded',
  )!;
  const toldMinor = {
    capture: largest(facts, 'capturedMinor'),
    return: largest(facts, 'refundedMinor'),
  };
  const movedMinor = {
    capture: sumOfMoved('capture', children, operations),
    return: sumOfMoved('return', children, operations),
  };
  const captured = isAuthorization ? Math.max(toldMinor.capture, movedMinor.capture) : amountMinor;
  const returned = Math.max(toldMinor.return, movedMinor.return);
  const isUndone = facts.some(({ isVoided }) => isVoided) || hasSucceeded(operations, 'void');
  // What goes back of an authorisation of which nothing was captured is the authorisation itself.
  const isReleased = isAuthorization && captured === 0 && (isUndone || returned > 0);
  return {
    id: transactionId,
    amountMinor,
    isAuthorization,
    isVoided: isUndone || isReleased,
    authorizedMinor: isAuthorization && !isUndone && !isReleased ? amountMinor - captured : 0,
    capturedMinor: captured,
    refundedMinor: isUndone && !isAuthorization ? captured : Math.min(captured, returned),
    returningMinor: underWayMinor('return', operations),
    capturingMinor: underWayMinor('capture', operations),
    unexplained: {
      capture: Math.max(0, toldMinor.capture - movedMinor.capture),
      return: Math.max(0, toldMinor.return - movedMinor.return),
    },
  };
}

/** What the children moved, and those operations of which no child has been heard. */
function sumOfMoved(
  kind: 'capture' | 'return',
  children: TransactionFact[],
  operations: Operation[],
): number {
  const amounts = new Map(
    children.filter((child) => child.kind === kind).map((child) => [child.transactionId, child.amountMinor]),
  );
  const unheard = operations.filter(
    (operation) =>
      operation.state === 'succeeded' &&
      factKindOf(operation.kind) === kind &&
      !amounts.has(operation.transactionId ?? ''),
  );
  return sum([...amounts.values()]) + sum(unheard.map(({ amountMinor }) => amountMinor));
}

function largest(facts: TransactionFact[], of: 'capturedMinor' | 'refundedMinor'): number {
  return Math.max(0, ...facts.map((fact) => fact[of] ?? 0));
}

function underWayMinor(kind: 'capture' | 'return', operations: Operation[]): number {
  const open = operations.filter((operation) => isUnderWay(operation) && factKindOf(operation.kind) === kind);
  return sum(open.map(({ amountMinor }) => amountMinor));
}

function hasSucceeded(operations: Operation[], kind: Operation['kind']): boolean {
  return operations.some((operation) => operation.kind === kind && operation.state === 'succeeded');
}

/** A callback has said that money went back, and the provider has not been asked since how much. */
function hidesRefund(facts: TransactionFact[]): boolean {
  return (
    facts.some(({ isRefunded }) => isRefunded) &&
    !facts.some(({ isRefunded, refundedMinor }) => isRefunded && refundedMinor !== undefined)
  );
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
