import type { Operation } from './operation.js';
import { type DoubtfulLedger, settleOperations } from './settle-operations.js';
import { factKey, type TransactionFact } from './transaction-fact.js';

interface KeyedFact extends TransactionFact {
  key: string;
}

export interface KeyedLedger extends DoubtfulLedger {
  events: readonly KeyedFact[];
}

/** What facts change of a payment. */
export interface Recorded {
  /** Those that were not known. */
  facts: KeyedFact[];
  operations: Operation[];
  isChanged: boolean;
}

/** Takes facts into a payment: each once, and with what they mean for the operations that are open. */
export function recordFacts(payment: KeyedLedger, facts: TransactionFact[], now: Date): Recorded {
  const known = new Set(payment.events.map(({ key }) => key));
  const fresh = facts
    .map((fact) => ({ ...fact, key: factKey(fact) }))
    .filter(({ key }, index, all) => !known.has(key) && all.findIndex((fact) => fact.key === key) === index);
  const operations = settleOperations({ ...payment, events: [...payment.events, ...fresh] }, now);
  const isSettled = operations.some(({ state, transactionId }, index) => {
    const before = payment.operations[index]!;
    return state !== before.state || transactionId !== before.transactionId;
  });
  return { facts: fresh, operations, isChanged: fresh.length > 0 || isSettled };
}
