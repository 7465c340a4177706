import { factKindOf, isUnderWay, type Operation } from './operation.js';
import type { TransactionFact } from './transaction-fact.js';

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

/**
 * Where a transaction stands, by all that was told of it.
 * @param facts of the transaction itself, among them its success
 * @param children its captures and returns that succeeded
 * @param operations what the shop asked to be done with it
 */
export function transactionState(
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

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
