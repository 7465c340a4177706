import { isJson, type Json } from '../model/json.ts';
import { createOrder } from '../payments/create-order.ts';
import type { Sandbox } from '../sandbox.ts';
import { orderBody } from '../wire/order-body.ts';
import { tokenBody } from '../wire/token-body.ts';
import { ApiError } from '../wire/api-error.ts';
import { requireAuthToken } from './authenticate.ts';
import { Fields } from './fields.ts';
import { listPage } from './list-page.ts';
import type { Answer, Call, Route } from './route.ts';

export const orderRoutes: Route[] = [
  { method: 'post', path: '/api/ecommerce/orders{/}', handle: registerOrder },
  { method: 'get', path: '/api/ecommerce/orders{/}', handle: listOrders },
  { method: 'post', path: '/api/ecommerce/orders/transaction_inquiry{/}', handle: inquireByOrder },
  { method: 'get', path: '/api/ecommerce/orders/:id{/}', handle: readOrder },
  { method: 'post', path: '/api/acceptance/order_card_tokens{/}', handle: listCardTokens },
];

/** The second step of the older flow. */
function registerOrder(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  const fields = new Fields(call.body);
  const order = {
    amountCents: fields.integer('amount_cents'),
    currency: fields.text('currency', { max: 3 }),
    merchantOrderId: fields.optionalText('merchant_order_id'),
    items: fields
      .list('items', { required: 'may be empty' })
      .map((item) => fields.nested('items', item, readItem)),
    deliveryNeeded: fields.boolean('delivery_needed', false),
    shippingData: isJson(call.body['shipping_data']) ? call.body['shipping_data'] : null,
  };
  fields.check();
  const created = createOrder(sandbox, order);
  return {
    status: 201,
    body: {
      ...orderBody(created, sandbox.baseUrl),
      token: created.token,
      url: orderUrl(sandbox, created.token),
    },
  };
}

function readItem(fields: Fields): Json {
  return {
    name: fields.text('name'),
    description: fields.optionalText('description') ?? '',
    amount_cents: fields.integer('amount_cents', { min: 0 }),
    quantity: fields.has('quantity') ? fields.integer('quantity') : 1,
  };
}

function orderUrl(sandbox: Sandbox, token: string): string {
  return `${sandbox.baseUrl}/standalone/?ref=i_${token}`;
}

function readOrder(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  const order = sandbox.store.orders.get(Number(call.params['id']));
  if (order === undefined) throw ApiError.notFound();
  return { status: 200, body: orderBody(order, sandbox.baseUrl) };
}

function listOrders(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  return listPage(sandbox.store.orders, call, (order) => orderBody(order, sandbox.baseUrl));
}

/** The latest transaction of an order, by either of its ids. */
function inquireByOrder(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  const { store, lookup } = sandbox;
  const fields = new Fields(call.body);
  const reference = fields.optionalText('merchant_order_id');
  const orderId = reference === null ? fields.integer('order_id') : null;
  fields.check();
  const order =
    reference === null ? store.orders.get(orderId ?? 0) : store.orders.latestBy('merchantOrderId', reference);
  const transactions = order === undefined ? [] : store.transactions.findBy('orderId', order.id);
  const latest = transactions
    .filter(({ parentId }) => parentId === null || sandbox.behaviour().inquiry_sees_children)
    .at(-1);
  if (latest === undefined) throw ApiError.notFound();
  return { status: 200, body: lookup.transactionBody(latest) };
}

function listCardTokens(sandbox: Sandbox, call: Call): Answer {
  requireAuthToken(sandbox, call);
  const fields = new Fields(call.body);
  const orderId = fields.integer('order_id');
  fields.check();
  const tokens = sandbox.store.cardTokens.findBy('orderId', orderId);
  if (tokens.length === 0) throw new ApiError(404, { message: 'No card tokens found for this order' });
  return { status: 200, body: tokens.map(tokenBody) };
}
