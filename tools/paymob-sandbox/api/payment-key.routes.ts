import type { Json } from '../model/json.ts';
import { savePaymentKey } from '../payments/save-payment-key.ts';
import type { Sandbox } from '../sandbox.ts';
import { ApiError } from '../wire/api-error.ts';
import { requireAuthToken } from './authenticate.ts';
import { ADDRESS_FIELDS } from './billing-data.ts';
import { Fields } from './fields.ts';
import type { Answer, Call, Route } from './route.ts';

const LONGEST_EXPIRATION = 3600;
const REAL_FIELDS = ['first_name', 'last_name', 'email', 'phone_number'] as const;

export const paymentKeyRoutes: Route[] = [
  { method: 'post', path: '/api/acceptance/payment_keys{/}', handle: createPaymentKey },
];

/** The third step of the older flow. The amount may differ from the order's: several payments per order are legal. */
function createPaymentKey(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  const fields = new Fields(call.body);
  const terms = {
    orderId: fields.integer('order_id'),
    integrationId: fields.integer('integration_id'),
    amountCents: fields.integer('amount_cents'),
    currency: fields.text('currency', { max: 3 }),
    billingData: fields.object('billing_data', readBillingData),
    lockOrderWhenPaid: fields.boolean('lock_order_when_paid', false),
  };
  const seconds = fields.has('expiration')
    ? fields.integer('expiration', { max: LONGEST_EXPIRATION })
    : LONGEST_EXPIRATION;
  fields.check();
  if (sandbox.store.orders.get(terms.orderId) === undefined) throw ApiError.notFound();
  const integration = sandbox.store.integrations.get(terms.integrationId);
  if (integration === undefined || integration.isLive || integration.currency !== terms.currency)
    throw ApiError.notFound();
  const { id } = savePaymentKey(sandbox, {
    ...terms,
    clientSecret: null,
    intentionId: null,
    extra: {},
    notificationUrl: null,
    redirectionUrl: null,
    expiresAt: sandbox.clock.now() + seconds * 1000,
  });
  return { status: 201, body: { token: id } };
}

/** Every field must be there; only the address may say "NA". */
function readBillingData(fields: Fields): Json {
  const read = [...REAL_FIELDS, ...ADDRESS_FIELDS].map((name) => [name, fields.text(name)] as const);
  for (const name of REAL_FIELDS) {
    if (read.some(([field, value]) => field === name && value === 'NA'))
      fields.fail(name, 'NA is not allowed.', '');
  }
  return Object.fromEntries(read);
}
