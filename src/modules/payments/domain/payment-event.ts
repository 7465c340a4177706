/** What a provider has told about one transaction, reduced to what is signed and checked. Amounts in minor units. */
export interface PaymentEvent {
  /** The same for every delivery of the same news; see `paymobEventKey`. */
  key: string;
  provider: 'paymob';
  /** The provider's id of the order that this application created there; the only link back to a payment. */
  providerOrderId: number;
  transactionId: number;
  kind: 'payment' | 'refund' | 'void' | 'capture';
  outcome: 'succeeded' | 'declined' | 'pending';
  amountMinor: number;
  currency: string;
  /** The transaction has meanwhile been taken back. */
  isVoided: boolean;
  isRefunded: boolean;
}
