import type { Checkout, CheckoutRequest } from '../../payment-provider.port.js';

/** The longest name that Paymob takes, of a person or an item. */
export const MAX_NAME = 50;

/** One of Paymob's two ways to let a customer pay. */
export interface PaymobFlow {
  /** @param seconds how long the customer has */
  createCheckout(request: CheckoutRequest, integrationId: number, seconds: number): Promise<Checkout>;
}
