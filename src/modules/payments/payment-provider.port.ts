import type { PaymentEvent } from './domain/payment-event.js';

export interface CheckoutRequest {
  paymentId: string;
  /** Unique per call, since providers refuse a reference that they have seen. */
  reference: string;
  method: string;
  amountMinor: number;
  currency: string;
  lines: { name: string; totalMinor: number }[];
  customer: { firstName: string; lastName: string; email: string; phone: string };
}

export interface Checkout {
  providerOrderId: number;
  /** Where the customer pays. */
  checkoutUrl: string;
}

/** Whoever moves the money. Adapters translate; they decide nothing about orders. */
export abstract class PaymentProvider {
  /** @throws {PaymentProviderError} when the provider refuses or cannot be reached; no customer can have paid then */
  abstract createCheckout(request: CheckoutRequest): Promise<Checkout>;

  /**
   * Checks the signature of a processed callback and reads it.
   * @param body the parsed JSON, untouched by any DTO
   * @returns null for callbacks that are genuine but of no interest
   * @throws {InvalidSignatureError} and nothing else for anything that is not provably the provider's
   */
  abstract parseCallback(body: unknown, hmac: unknown): PaymentEvent | null;

  /** Checks the signature of the browser's return; the same events, for display only. */
  abstract parseReturn(query: Record<string, unknown>): PaymentEvent | null;
}
