import { isJson, type Json } from '../model/json.ts';
import type { Integration, Intention } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { ApiError } from '../wire/api-error.ts';
import { ADDRESS_FIELDS } from './billing-data.ts';
import { Fields } from './fields.ts';

/** The default, and the most, in seconds: 36 days. */
const LONGEST_EXPIRATION = 3_110_400;
const UNKNOWN_INTEGRATION =
  'Integration ID/Name does not exist in our system . You can find the list of Integration ID’/Names from Merchant Dashboard under Developers → Payment Integrations Tab';

export type IntentionTerms = Pick<
  Intention,
  | 'amountCents'
  | 'currency'
  | 'items'
  | 'billingData'
  | 'extras'
  | 'specialReference'
  | 'notificationUrl'
  | 'redirectionUrl'
  | 'cardTokens'
  | 'integrationIds'
> & { expirationSeconds: number };

/**
 * Reads and checks the body of an intention.
 * @throws {ApiError} 400 wrong fields, 404 wrong integration, 406 items that do not add up
 */
export function readIntentionBody(sandbox: Sandbox, body: Json): IntentionTerms {
  const fields = new Fields(body);
  const amountCents = fields.integer('amount');
  const currency = fields.text('currency', { max: 3 });
  const methods = fields.list('payment_methods', { required: 'not empty' });
  const items = fields.list('items').map((item) => fields.nested('items', item, readItem));
  const terms = {
    amountCents,
    currency,
    items,
    billingData: fields.object('billing_data', readBillingData),
    extras: isJson(body['extras']) ? body['extras'] : {},
    specialReference: fields.optionalText('special_reference'),
    notificationUrl: fields.optionalUrl('notification_url'),
    redirectionUrl: fields.optionalUrl('redirection_url'),
    cardTokens: fields.list('card_tokens').map(String),
    expirationSeconds: fields.has('expiration')
      ? fields.integer('expiration', { max: LONGEST_EXPIRATION })
      : LONGEST_EXPIRATION,
  };
  fields.check();
  const integrationIds = methods.map((method) => findIntegration(sandbox, method, currency).id);
  checkItemSum(sandbox, terms.items, amountCents);
  return { ...terms, integrationIds };
}

function readItem(fields: Fields): Json {
  return {
    name: fields.text('name', { max: 50 }),
    amount: fields.integer('amount', { min: -(2 ** 31) }),
    description: fields.optionalText('description') ?? '',
    quantity: fields.has('quantity') ? fields.integer('quantity') : 1,
    image: fields.optionalText('image', { max: 2000 }),
  };
}

function readBillingData(fields: Fields): Json {
  const address = ADDRESS_FIELDS.map((name) => [name, fields.optionalText(name) ?? 'NA']);
  return {
    ...(Object.fromEntries(address) as Json),
    first_name: fields.text('first_name', { max: 50 }),
    last_name: fields.text('last_name', { max: 50 }),
    email: fields.text('email'),
    phone_number: fields.text('phone_number'),
  };
}

/** By its integer id or its name; an id as text, of the live mode or of another currency does not exist. */
function findIntegration(sandbox: Sandbox, method: unknown, currency: string): Integration {
  const integration = sandbox.store.integrations
    .all()
    .find(({ id, name, currency: own }) => id === method || (name === method && own === currency));
  if (integration === undefined || integration.isLive || integration.currency !== currency) {
    throw ApiError.notFound(UNKNOWN_INTEGRATION);
  }
  return integration;
}

function checkItemSum(sandbox: Sandbox, items: readonly Json[], amountCents: number): void {
  if (items.length === 0) return;
  const sum = (amountOf: (item: Json) => number): number =>
    items.reduce((total, item) => total + amountOf(item), 0);
  const withQuantity = sum((item) => Number(item['amount']) * Number(item['quantity']));
  const withoutQuantity = sum((item) => Number(item['amount']));
  const isMatched =
    withQuantity === amountCents ||
    (!sandbox.behaviour().items_count_quantity && withoutQuantity === amountCents);
  if (!isMatched) {
    throw new ApiError(406, { detail: 'unmatched_item_prices', code: 'unmatched_item_prices' });
  }
}
