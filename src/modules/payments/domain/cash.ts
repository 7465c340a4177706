import type { TransactionFact } from './transaction-fact.js';

/** Stands as the provider of cash on delivery. Cash moves from hand to hand: there is nobody to ask, so it is only noted. */
export const CASH = 'cash';

/** What the customer owes at the door, as a transaction of its own, of which each parcel's cash captures a part. */
export function cashPromise(amountMinor: number): TransactionFact {
  return {
    transactionId: 'promise',
    kind: 'payment',
    outcome: 'succeeded',
    amountMinor,
    isAuthorization: true,
    isVoided: false,
    isRefunded: false,
  };
}
