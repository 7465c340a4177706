import type { Intention } from '../model/records.ts';
import { createOrder, requireFreshReference } from '../payments/create-order.ts';
import { savePaymentKey } from '../payments/save-payment-key.ts';
import type { Sandbox } from '../sandbox.ts';
import { ACCOUNT } from '../seed.ts';
import { intentionBody } from '../wire/intention-body.ts';
import { ApiError } from '../wire/api-error.ts';
import { refuseLiveKey, requireSecretKey } from './authenticate.ts';
import { Fields } from './fields.ts';
import { readIntentionBody } from './intention-body.ts';
import type { Answer, Call, Route } from './route.ts';

export const intentionRoutes: Route[] = [
  { method: 'post', path: '/v1/intention/', handle: createIntention },
  { method: 'put', path: '/v1/intention/:clientSecret{/}', handle: updateIntention },
  { method: 'get', path: '/v1/intention/element/:publicKey/:clientSecret/', handle: readElement },
];

function createIntention(sandbox: Sandbox, call: Call): Answer {
  requireSecretKey(call);
  const { expirationSeconds, ...terms } = readIntentionBody(sandbox, call.body);
  const { store, ids, clock } = sandbox;
  const { amountCents, currency, specialReference, items } = terms;
  const order = createOrder(sandbox, { amountCents, currency, merchantOrderId: specialReference, items });
  const intention = store.intentions.save({
    ...terms,
    id: `egy_csk_test_${ids.token()}`,
    intentionId: `pi_test_${ids.token()}`,
    orderId: order.id,
    createdAt: clock.now(),
    expiresAt: clock.now() + expirationSeconds * 1000,
    isAttempted: false,
    isConfirmed: false,
  });
  savePaymentKeys(sandbox, intention);
  return { status: 201, body: intentionBody(sandbox, intention) };
}

function updateIntention(sandbox: Sandbox, call: Call): Answer {
  requireSecretKey(call);
  const fields = new Fields(call.body);
  const orderId = fields.integer('accept_order_id');
  fields.check();
  const current = sandbox.store.intentions.get(call.params['clientSecret'] ?? '');
  if (current === undefined || current.orderId !== orderId) throw ApiError.notFound();
  if (current.isAttempted)
    throw new ApiError(400, { detail: 'The intention has already been paid or attempted' });
  const { expirationSeconds, ...terms } = readIntentionBody(sandbox, { ...asBody(current), ...call.body });
  if (terms.specialReference !== current.specialReference)
    requireFreshReference(sandbox, terms.specialReference);
  const intention = sandbox.store.intentions.save({
    ...current,
    ...terms,
    expiresAt: 'expiration' in call.body ? sandbox.clock.now() + expirationSeconds * 1000 : current.expiresAt,
  });
  sandbox.store.orders.save({
    ...sandbox.lookup.order(orderId),
    amountCents: intention.amountCents,
    items: intention.items,
    merchantOrderId: intention.specialReference,
  });
  for (const key of sandbox.store.paymentKeys.findBy('orderId', orderId))
    sandbox.store.paymentKeys.delete(key.id);
  savePaymentKeys(sandbox, intention);
  return { status: 200, body: intentionBody(sandbox, intention) };
}

/** What the checkout page reads; public, since it stands in the customer's browser. */
function readElement(sandbox: Sandbox, call: Call): Answer {
  const { publicKey = '', clientSecret = '' } = call.params;
  refuseLiveKey(publicKey);
  const intention = sandbox.store.intentions.get(clientSecret);
  if (publicKey !== ACCOUNT.publicKey || intention === undefined) throw ApiError.notFound();
  return { status: 200, body: intentionBody(sandbox, intention) };
}

function savePaymentKeys(sandbox: Sandbox, intention: Intention): void {
  for (const integrationId of intention.integrationIds) {
    savePaymentKey(sandbox, {
      orderId: intention.orderId,
      integrationId,
      clientSecret: intention.id,
      intentionId: intention.intentionId,
      amountCents: intention.amountCents,
      currency: intention.currency,
      billingData: intention.billingData,
      extra: intention.extras,
      lockOrderWhenPaid: false,
      notificationUrl: intention.notificationUrl,
      redirectionUrl: intention.redirectionUrl,
      expiresAt: intention.expiresAt,
    });
  }
}

function asBody(intention: Intention): Record<string, unknown> {
  return {
    amount: intention.amountCents,
    currency: intention.currency,
    payment_methods: intention.integrationIds,
    items: intention.items,
    billing_data: intention.billingData,
    extras: intention.extras,
    special_reference: intention.specialReference,
    notification_url: intention.notificationUrl,
    redirection_url: intention.redirectionUrl,
    card_tokens: intention.cardTokens,
  };
}
