import * as fc from 'fast-check';
import type { StoredProductOptions } from '../factories/catalogue.factory.js';
import {
  listProducts,
  PRODUCT_SORTS,
  type ListedProduct,
  type ProductPage,
  type ProductSort,
  storeProducts,
} from '../support/product-list.js';
import { TestShop } from '../support/shop.js';

// Many requests per test; the default of five seconds is short on a busy machine.
jest.setTimeout(60_000);

let shop: TestShop;

beforeAll(async () => {
  shop = await TestShop.open();
});

afterAll(async () => {
  await shop.close();
});

beforeEach(async () => {
  await products().deleteMany({});
});

const products = () => shop.test.db.collection('products');

const store = (...options: StoredProductOptions[]) => storeProducts(shop, options);
const list = (query: Record<string, unknown> = {}) => listProducts(shop, query);

/** Reads every page and does something between them. */
async function readAll(
  query: Record<string, unknown>,
  betweenPages = async () => {},
): Promise<ListedProduct[]> {
  const items: ListedProduct[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: ProductPage = await list({ ...query, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
    await betweenPages();
  }
  return items;
}

describe('the pages of GET /v1/products', () => {
  it.each(PRODUCT_SORTS)('by %s, shows each product once while others come and go', async (sort) => {
    const product = fc.record({
      priceMinor: fc.integer({ min: 1, max: 4 }),
      name: fc.constantFrom('a', 'b', 'c'),
    });
    const toOptions = ({ priceMinor, name }: { priceMinor: number; name: string }) => ({
      priceMinor,
      name: { en: name },
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(product, { minLength: 1, maxLength: 25 }),
        fc.array(product, { maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        async (initial, arriving, leaving, limit) => {
          await products().deleteMany({});
          const ids = await store(...initial.map(toOptions));
          const gone = new Set<string>();

          const seen = await readAll({ sort, limit }, async () => {
            const next = arriving.pop();
            if (next !== undefined) await store(toOptions(next));
            const victim = leaving.pop();
            if (victim === undefined) return;
            const id = ids[victim % ids.length]!;
            gone.add(id);
            await products().deleteMany({ slug: `product-${id}` });
          });

          const seenIds = seen.map(({ id }) => id);
          expect(new Set(seenIds).size).toBe(seenIds.length);
          expect(seenIds).toEqual(expect.arrayContaining(ids.filter((id) => !gone.has(id))));
          expect(seen).toEqual(seen.toSorted(ORDER[sort]));
        },
      ),
      { numRuns: 8 },
    );
  });
});

const byId = (a: ListedProduct, b: ListedProduct) => (a.id < b.id ? -1 : 1);
const ORDER: Record<ProductSort, (a: ListedProduct, b: ListedProduct) => number> = {
  newest: (a, b) => byId(b, a),
  price_asc: (a, b) => a.priceFromMinor - b.priceFromMinor || byId(a, b),
  price_desc: (a, b) => b.priceFromMinor - a.priceFromMinor || byId(b, a),
  name: (a, b) => a.name.en.localeCompare(b.name.en) || byId(a, b),
};
