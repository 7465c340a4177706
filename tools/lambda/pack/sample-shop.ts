import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';

const PASSWORD = 'correct horse battery staple 9';

export interface SampleShop {
  /** Access token of staff. */
  adminToken: string;
  productIds: string[];
  skus: string[];
}

/** Sends JSON and reads JSON; undefined for an answer without a body. */
export async function callApi(
  url: string,
  method: string,
  path: string,
  options: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(options.body !== undefined && { 'Content-Type': 'application/json' }),
      ...(options.token !== undefined && { Authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, body };
}

/** As `callApi`, but any answer other than the expected one is an error. */
export async function expectStatus(
  status: number,
  ...request: Parameters<typeof callApi>
): Promise<Awaited<ReturnType<typeof callApi>>> {
  const answer = await callApi(...request);
  if (answer.status === status) return answer;
  const [, method, path] = request;
  throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
}

/** Registers a customer and signs in. @returns the access token */
export async function signUp(url: string, email = `${randomUUID()}@example.com`): Promise<string> {
  const person = { email, password: PASSWORD, firstName: 'Mona', lastName: 'Hassan' };
  await expectStatus(201, url, 'POST', '/v1/auth/register', { body: person });
  const { body } = await expectStatus(200, url, 'POST', '/v1/auth/login', {
    body: { email, password: PASSWORD },
  });
  return String(body['accessToken']);
}

/** Opens a shop in an empty, migrated database: one member of staff and some products with stock, all through the API. */
export async function openSampleShop(url: string, database: mongo.Db, products: number): Promise<SampleShop> {
  const email = `${randomUUID()}@example.com`;
  await signUp(url, email);
  // Who is the first admin cannot be said through the API.
  await database.collection('users').updateOne({ email }, { $set: { role: 'admin', adminRank: 1 } });
  const { body } = await expectStatus(200, url, 'POST', '/v1/auth/login', {
    body: { email, password: PASSWORD },
  });
  const shop: SampleShop = { adminToken: String(body['accessToken']), productIds: [], skus: [] };
  for (let index = 1; index <= products; index++) await addProduct(url, shop, index);
  return shop;
}

async function addProduct(url: string, shop: SampleShop, index: number): Promise<void> {
  const token = shop.adminToken;
  const sizes = ['S', 'M', 'L'];
  const variants = sizes.map((size, position) => ({
    sku: `SHIRT-${index}-${size}`,
    optionValues: { Size: size },
    priceMinor: 25_000 + 100 * index + 1_000 * position,
    weightGrams: 180,
    taxClass: 'standard',
    active: true,
  }));
  const product = {
    name: { en: `Cotton shirt ${index}`, ar: `قميص قطن ${index}` },
    description: { en: 'A shirt of long-staple Egyptian cotton.', ar: 'قميص من القطن المصري طويل التيلة.' },
    status: 'published',
    options: ['Size'],
    variants,
    tags: ['shirts', 'cotton'],
  };
  const { body } = await expectStatus(201, url, 'POST', '/v1/products', { body: product, token });
  shop.productIds.push(String(body['id']));
  for (const { sku } of variants) {
    await expectStatus(200, url, 'PUT', `/v1/inventory/${sku}`, {
      body: { onHand: 1_000_000 },
      token,
      headers: { 'If-Match': '*' },
    });
    shop.skus.push(sku);
  }
}
