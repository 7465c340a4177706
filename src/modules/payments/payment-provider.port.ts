import type { OperationKind } from './domain/operation.js';
import type { TransactionState } from './domain/transaction-state.js';
import type { ProviderNews } from './domain/transaction-fact.js';
import type { CheckoutRecord } from './payment.schema.js';

export interface CheckoutRequest {
  /** Unique per call, since providers refuse a reference that they have seen. */
  reference: string;
  method: string;
  amountMinor: number;
  currency: string;
  /** Empty when the amount is not just that of the order's lines. */
  lines: { name: string; totalMinor: number }[];
  customer: { firstName: string; lastName: string; email: string; phone: string };
  /** Tokens of the customer's saved cards, the latest first. */
  cardTokens: string[];
}

export interface Checkout extends CheckoutRecord {
  /** The only link from the provider's news back to the payment. */
  providerOrderId: string;
  /** See `ProviderNews`. */
  channelId: string;
}

/** What of a payment is captured, voided or refunded. */
export interface OperationTarget {
  transactionId: string;
  amountMinor: number;
  currency: string;
}

/** A card that its owner wants to be remembered. */
export interface CardNews {
  provider: string;
  providerOrderId: string;
  /** The provider's id of the card. */
  cardId: string;
  /** Pays in the owner's name; a secret. */
  token: string;
  brand: string;
  lastFour: string;
}

/** What a callback is about; `null` for what is genuine or harmless and of no interest. */
export type Callback = { kind: 'transaction'; news: ProviderNews } | { kind: 'card'; card: CardNews } | null;

/** Whoever moves the money. Adapters translate; they decide nothing about orders. Every call may throw {PaymentProviderError}. */
export abstract class PaymentProvider {
  /** As it stands in payments. */
  abstract readonly name: string;

  /** How an operation is written down: to be asked for next, or done, where there is nobody to ask. */
  abstract readonly opensAs: 'requested' | 'succeeded';

  /** What staff may do to a payment by hand. */
  abstract readonly staffMay: readonly OperationKind[];

  /**
   * Lets a customer pay, or authorise a payment where the shop captures later. What fails has no effect, since no customer
   * knows where to pay.
   * @throws {MethodUnavailableError}
   */
  abstract createCheckout(request: CheckoutRequest): Promise<Checkout>;

  abstract capture(target: OperationTarget): Promise<ProviderNews>;

  abstract void(target: OperationTarget): Promise<ProviderNews>;

  abstract refund(target: OperationTarget): Promise<ProviderNews>;

  /**
   * What the provider knows of an order: these transactions of it, and its latest one. Empty when it knows of none.
   * Moves nothing.
   */
  abstract inquire(providerOrderId: string, transactionIds: string[]): Promise<ProviderNews[]>;

  /** Whether a transaction by this method can probably still be undone as a whole; if not, it is refunded. */
  abstract canVoid(transaction: TransactionState, method: string, takenAt: Date): boolean;
}

/** A provider that calls back. */
export abstract class CallbackSource {
  /**
   * Checks the signature of a callback and reads it.
   * @param body the parsed JSON, untouched by any DTO
   * @throws {InvalidSignatureError} and nothing else for anything that is not provably the provider's
   */
  abstract parseCallback(body: unknown, hmac: unknown): Callback;

  /** Checks the signature of the browser's return; the same news, for display only. @throws {InvalidSignatureError} */
  abstract parseReturn(query: Record<string, unknown>): ProviderNews;
}
