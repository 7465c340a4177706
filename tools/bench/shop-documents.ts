import { hash, randomBytes } from 'node:crypto';
import { mongo } from 'mongoose';
import { expectStatus } from '../lambda/pack/sample-shop.ts';

type Document = mongo.BSON.Document;
const BATCH = 1_000;

/** A guest's cart that can be ordered. */
export interface BenchCart {
  id: string;
  token: string;
}

/** Stores copies of a document in batches; `vary` says in what the i-th differs. */
export async function multiply(
  collection: mongo.Collection,
  original: Document,
  copies: number,
  vary: (index: number) => Document,
): Promise<void> {
  for (let start = 0; start < copies; start += BATCH) {
    const size = Math.min(BATCH, copies - start);
    await collection.insertMany(
      Array.from({ length: size }, (_, offset) => ({ ...original, ...vary(start + offset) })),
    );
  }
}

/**
 * Makes many products of the first one, as the shop has stored it, each with a name, slug, price, SKUs and stock of its own.
 * @returns the SKUs, one of each product
 */
export async function multiplyProducts(database: mongo.Db, copies: number): Promise<string[]> {
  const products = database.collection('products');
  const original = (await products.findOne({}))!;
  const variants = original['variants'] as Document[];
  const skuOf = (index: number, position: number): string => `COPY-${index}-${position}`;
  await multiply(products, original, copies, (index) => ({
    _id: new mongo.ObjectId(),
    slug: `${String(original['slug'])}-${index}`,
    nameKey: `${String(original['nameKey'])} ${index}`,
    priceFromMinor: 10_000 + ((index * 7_919) % 90_000),
    variants: variants.map((variant, position) => ({ ...variant, sku: skuOf(index, position) })),
  }));
  const shelves = database.collection('stock_items');
  const shelf = (await shelves.findOne({}))!;
  await multiply(shelves, shelf, copies * variants.length, (index) => ({
    _id: new mongo.ObjectId(),
    sku: skuOf(Math.floor(index / variants.length), index % variants.length),
  }));
  return Array.from({ length: copies }, (_, index) => skuOf(index, 0));
}

/** A cart for each of these SKUs with one unit in it. The first is made through the API, the others are copies of it. */
export async function makeCarts(url: string, database: mongo.Db, skus: string[]): Promise<BenchCart[]> {
  const { body } = await expectStatus(201, url, 'POST', '/v1/carts');
  const headers = { 'X-Cart-Token': String(body['token']) };
  const path = `/v1/carts/${String(body['id'])}/items`;
  await expectStatus(200, url, 'POST', path, { body: { sku: skus[0], quantity: 1 }, headers });
  const carts = database.collection('carts');
  const original = (await carts.findOne({ _id: new mongo.ObjectId(String(body['id'])) }))!;
  const [line] = original['lines'] as Document[];
  const guests = skus.map(() => ({
    _id: new mongo.ObjectId(),
    token: randomBytes(32).toString('base64url'),
  }));
  await multiply(carts, original, skus.length, (index) => {
    const { _id, token } = guests[index]!;
    return { _id, tokenHash: hash('sha256', token, 'base64url'), lines: [{ ...line, sku: skus[index] }] };
  });
  return guests.map(({ _id, token }) => ({ id: _id.toHexString(), token }));
}
