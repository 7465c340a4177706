import { buildStoredProduct, type StoredProductOptions } from '../factories/catalogue.factory.js';
import type { TestShop } from './shop.js';

export interface ListedProduct {
  id: string;
  name: { en: string };
  priceFromMinor: number;
  variants: { sku: string; available: number }[];
}

export interface ProductPage {
  items: ListedProduct[];
  nextCursor: string | null;
}

export const PRODUCT_SORTS = ['newest', 'price_asc', 'price_desc', 'name'] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

/** Puts products into the database without the API, since lists need many. Returns their ids. */
export async function storeProducts(
  { test: { db } }: TestShop,
  options: StoredProductOptions[],
): Promise<string[]> {
  const documents = options.map(buildStoredProduct);
  await db.collection('products').insertMany(documents);
  return documents.map(({ _id }) => _id.toHexString());
}

export async function listProducts(shop: TestShop, query: Record<string, unknown>): Promise<ProductPage> {
  const { body } = await shop.http.get('/v1/products').query(query).expect(200);
  return body as ProductPage;
}
