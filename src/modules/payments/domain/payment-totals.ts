import { type PaymentLedgerView, stateOf } from './payment-state.js';

/** What a payment has brought its order, minor units. */
export interface PaymentMoney {
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
}

export const NO_MONEY: PaymentMoney = { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 };

/** What counts for the order; money of stray transactions goes back without it. */
export function totalsOf(payment: PaymentLedgerView): PaymentMoney {
  const { main } = stateOf(payment);
  if (main === undefined) return NO_MONEY;
  const { authorizedMinor, capturedMinor, refundedMinor } = main;
  return { authorizedMinor, capturedMinor, refundedMinor };
}

/** The same before anything went back: what the order is told first when both are heard of together. */
export function grossTotalsOf(payment: PaymentLedgerView): PaymentMoney {
  const { main } = stateOf(payment);
  if (main === undefined) return NO_MONEY;
  const { isAuthorization, amountMinor, capturedMinor } = main;
  return {
    authorizedMinor: isAuthorization ? amountMinor - capturedMinor : 0,
    capturedMinor,
    refundedMinor: 0,
  };
}

export function isSameMoney(a: PaymentMoney, b: PaymentMoney): boolean {
  return (
    a.authorizedMinor === b.authorizedMinor &&
    a.capturedMinor === b.capturedMinor &&
    a.refundedMinor === b.refundedMinor
  );
}
