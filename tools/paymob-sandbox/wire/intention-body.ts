import type { Json } from '../model/json.ts';
import type { Intention } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { regionalTimestamp } from './timestamp.ts';

/** The intention as its answers show it. */
export function intentionBody({ store, lookup }: Sandbox, intention: Intention): Json {
  const keys = store.paymentKeys.findBy('orderId', intention.orderId);
  return {
    payment_keys: keys.map((key) => ({
      integration: key.integrationId,
      key: key.id,
      gateway_type: lookup.integration(key.integrationId).gatewayType,
      iframe_id: null,
      order_id: key.orderId,
      redirection_url: intention.redirectionUrl,
      save_card: false,
    })),
    redirection_url: intention.redirectionUrl,
    intention_order_id: intention.orderId,
    id: intention.intentionId,
    intention_detail: {
      amount: intention.amountCents,
      items: intention.items,
      currency: intention.currency,
      billing_data: intention.billingData,
    },
    client_secret: intention.id,
    payment_methods: intention.integrationIds.map((id) => {
      const { name, method, currency, isLive } = lookup.integration(id);
      return {
        integration_id: id,
        alias: null,
        name,
        method_type: method === 'card' ? 'online' : method,
        currency,
        live: isLive,
        use_cvc_with_moto: false,
      };
    }),
    special_reference: intention.specialReference,
    extras: {
      creation_extras: { ...intention.extras, merchant_order_id: intention.specialReference },
      confirmation_extras: null,
    },
    confirmed: intention.isConfirmed,
    status: intention.isConfirmed ? 'confirmed' : 'intended',
    created: regionalTimestamp(intention.createdAt, 'egy', intention.orderId),
    card_detail: null,
    card_tokens: intention.cardTokens,
    object: 'paymentintention',
  };
}
