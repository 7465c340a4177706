import { randomUUID } from 'node:crypto';
import { CAIRO_ADDRESS } from '../../demo/address.ts';
import { callApi, expectStatus, signUp, type SampleShop } from './sample-shop.ts';

/** Rounds, so that functions that are compiled at their second call are compiled too. */
const ROUNDS = 3;

/**
 * Does what clients do first and most, so that V8 has compiled it when the code cache is taken: browsing, buying, and
 * the mistakes that are answered by middleware, guard, validation and domain.
 * @throws when an answer is not the expected one, for then the wrong code would be warm
 */
export async function warmUp(url: string, shop: SampleShop): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    await browse(url, shop);
    await buy(url, shop);
    await stumble(url);
  }
}

async function browse(url: string, shop: SampleShop): Promise<void> {
  await expectStatus(200, url, 'GET', '/health/live');
  await expectStatus(200, url, 'GET', '/health/ready');
  await expectStatus(200, url, 'GET', '/v1/categories');
  await expectStatus(200, url, 'GET', '/v1/products?limit=20');
  await expectStatus(200, url, 'GET', '/v1/products?search=shirt&inStock=true&sort=price_asc');
  const path = `/v1/products/${shop.productIds[0]}`;
  const { headers } = await expectStatus(200, url, 'GET', path);
  await callApi(url, 'GET', path, { headers: { 'If-None-Match': headers.get('etag') ?? '' } });
}

async function buy(url: string, shop: SampleShop): Promise<void> {
  const token = await signUp(url);
  const cart = await expectStatus(201, url, 'POST', '/v1/carts', { body: {}, token });
  const cartPath = `/v1/carts/${String(cart.body['id'])}`;
  const item = { sku: shop.skus[0], quantity: 2 };
  await expectStatus(200, url, 'POST', `${cartPath}/items`, {
    body: item,
    token,
    headers: { 'If-Match': '*' },
  });
  await expectStatus(200, url, 'GET', cartPath, { token });
  const order = {
    body: { cartId: cart.body['id'], shippingAddress: CAIRO_ADDRESS, paymentMethod: 'card' },
    token,
    headers: { 'Idempotency-Key': randomUUID() },
  };
  const placed = await expectStatus(201, url, 'POST', '/v1/orders', order);
  await expectStatus(201, url, 'POST', '/v1/orders', order);
  await expectStatus(200, url, 'GET', '/v1/orders', { token });
  await expectStatus(200, url, 'GET', `/v1/orders/${String(placed.body['id'])}`, { token });
}

async function stumble(url: string): Promise<void> {
  await expectStatus(404, url, 'GET', '/v1/nowhere');
  await expectStatus(401, url, 'GET', '/v1/orders');
  await expectStatus(400, url, 'POST', '/v1/auth/login', { body: { email: 5, isAdmin: true } });
  await expectStatus(401, url, 'POST', '/v1/auth/login', {
    body: { email: `${randomUUID()}@example.com`, password: 'not this one' },
  });
}
