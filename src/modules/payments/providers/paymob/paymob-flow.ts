import type { Checkout, CheckoutRequest } from '../../payment-provider.port.js';

/** The longest name that Paymob takes, of a person or an item. */
const MAX_NAME = 50;

/** As much of a name as Paymob takes; no character is cut in half. */
export function shortName(name: string): string {
  return name.slice(0, MAX_NAME).replace(/\p{Surrogate}$/u, '');
}

/** One of Paymob's two ways to let a customer pay. */
export interface PaymobFlow {
  /** @param seconds how long the customer has */
  createCheckout(request: CheckoutRequest, integrationId: number, seconds: number): Promise<Checkout>;
}
