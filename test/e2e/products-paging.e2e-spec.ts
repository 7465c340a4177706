import * as fc from 'fast-check';
import { buildStoredProduct, type StoredProductOptions } from '../factories/catalogue.factory.js';
import { TestShop } from '../support/shop.js';

interface Item {
  id: string;
  name: { en: string };
  priceFromMinor: number;
}

interface ListPage {
  items: Item[];
  nextCursor: string | null;
}

const SORTS = ['newest', 'price_asc', 'price_desc', 'name'] as const;
type Sort = (typeof SORTS)[number];

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

async function store(...options: StoredProductOptions[]): Promise<string[]> {
  const documents = options.map(buildStoredProduct);
  await products().insertMany(documents);
  return documents.map(({ _id }) => _id.toHexString());
}

async function list(query: Record<string, unknown> = {}): Promise<ListPage> {
  const { body } = await shop.http.get('/v1/products').query(query).expect(200);
  return body as ListPage;
}

/** Reads every page and does something between them. */
async function readAll(query: Record<string, unknown>, betweenPages = async () => {}): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: ListPage = await list({ ...query, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
    await betweenPages();
  }
  return items;
}

describe('the pages of GET /v1/products', () => {
  it.each(SORTS)('by %s, shows each product once while others come and go', async (sort) => {
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

const byId = (a: Item, b: Item) => (a.id < b.id ? -1 : 1);
const ORDER: Record<Sort, (a: Item, b: Item) => number> = {
  newest: (a, b) => byId(b, a),
  price_asc: (a, b) => a.priceFromMinor - b.priceFromMinor || byId(a, b),
  price_desc: (a, b) => b.priceFromMinor - a.priceFromMinor || byId(b, a),
  name: (a, b) => a.name.en.localeCompare(b.name.en) || byId(a, b),
};
