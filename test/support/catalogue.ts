import type { TestShop } from './shop.js';

/** Takes all products, categories and stock out of a shop; its accounts stay. */
export async function emptyCatalogue({ test: { db } }: TestShop): Promise<void> {
  const names = ['products', 'category_trees', 'stock_items', 'stock_adjustments'];
  await Promise.all(names.map((name) => db.collection(name).deleteMany({})));
}

/** Sends a CSV as staff do; the caller looks at the answer. */
export function uploadCsv(shop: TestShop, csv: string, query = '') {
  return shop.http
    .post(`/v1/products/import${query}`)
    .set({ ...shop.admin, 'Content-Type': 'text/csv' })
    .send(csv);
}

export async function exportCsv(shop: TestShop): Promise<string> {
  const { text } = await shop.http.get('/v1/products/export').set(shop.admin).expect(200);
  return text;
}

/** What staff see of a product. */
export async function readProduct(shop: TestShop, slug: string) {
  const { body } = await shop.http.get(`/v1/products/${slug}`).set(shop.admin).expect(200);
  return body;
}
