/** What a provider tells about one of its transactions, reduced to what is proven. Amounts in minor units. */
export interface TransactionFact {
  transactionId: string;
  /**
   * `payment` takes money or authorises it, `capture` takes what was authorised, `return` gives it back: a refund or a
   * void, which signed callbacks do not tell apart.
   */
  kind: 'payment' | 'capture' | 'return';
  outcome: 'pending' | 'declined' | 'succeeded';
  amountMinor: number;
  /** Of a payment: the money is only set aside until it is captured. */
  isAuthorization: boolean;
  /** Of a payment: it has been undone as a whole. */
  isVoided: boolean;
  /** Of a payment: some or all of it has gone back; a callback does not say how much. */
  isRefunded: boolean;
  /** The payment that a capture or return belongs to, where the provider's own answer says so. */
  parentId?: string;
  /** Of an authorisation, as the provider answers when it is asked: captured so far. */
  capturedMinor?: number;
  /** Of a payment, as the provider answers when it is asked: given back so far. */
  refundedMinor?: number;
}

export type FactSource = 'callback' | 'inquiry' | 'call';

/** A fact with what shows which payment it is about. */
export interface ProviderNews {
  provider: string;
  /** The provider's id of the order that this application created there; the only link back to a payment. */
  providerOrderId: string;
  currency: string;
  /** The provider's id of the channel that was paid through. */
  channelId?: string;
  fact: TransactionFact;
}

/** The same for every delivery of the same fact, whoever told it. */
export function factKey(fact: TransactionFact): string {
  const { transactionId, kind, outcome, amountMinor, isAuthorization, isVoided, isRefunded } = fact;
  const { capturedMinor, refundedMinor, parentId } = fact;
  const flags = [isAuthorization && 'auth', isVoided && 'voided', isRefunded && 'refunded'].filter(Boolean);
  const sums = [capturedMinor, refundedMinor, parentId].map((value) => value ?? '');
  return [transactionId, kind, outcome, amountMinor, flags.join('+'), ...sums].join(':');
}
