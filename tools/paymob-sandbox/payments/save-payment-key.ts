import type { PaymentKey } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';

/** Makes a new key for an order and integration. */
export function savePaymentKey(sandbox: Sandbox, terms: Omit<PaymentKey, 'id'>): PaymentKey {
  const id = sandbox.ids.paymentKey({
    order_id: terms.orderId,
    integration_id: terms.integrationId,
    amount_cents: terms.amountCents,
    currency: terms.currency,
    exp: Math.floor(terms.expiresAt / 1000),
  });
  return sandbox.store.paymentKeys.save({ id, ...terms });
}
