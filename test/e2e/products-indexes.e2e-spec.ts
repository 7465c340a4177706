import { buildStoredProduct } from '../factories/catalogue.factory.js';
import { recordQueries } from '../support/query-log.js';
import { explain } from '../support/query-plan.js';
import { TestShop } from '../support/shop.js';

const PRODUCTS = 600;
const PAGE = 20;

// Many requests per test; the default of five seconds is short on a busy machine.
jest.setTimeout(60_000);

let shop: TestShop;
let parent: string;
let leaf: string;

beforeAll(async () => {
  shop = await TestShop.open();
  const createCategory = async (name: string, parentId?: string) => {
    const body = { name: { en: name }, parentId };
    const answer = await shop.http.post('/v1/categories').set(shop.admin).send(body).expect(201);
    return (answer.body as { id: string }).id;
  };
  parent = await createCategory('Clothing');
  leaf = await createCategory('Shirts', parent);
  const sibling = await createCategory('Trousers', parent);
  const documents = Array.from({ length: PRODUCTS }, (_, i) =>
    buildStoredProduct({
      name: { en: `${i % 3 === 0 ? 'Cotton' : 'Linen'} ${i % 2 === 0 ? 'Shirt' : 'Trousers'} ${i}` },
      categoryIds: [i % 2 === 0 ? leaf : sibling],
      priceMinor: 10_000 + (i % 50) * 100,
      inStock: i % 10 !== 0,
    }),
  );
  await shop.test.db.collection('products').insertMany(documents);
});

afterAll(async () => {
  await shop.close();
});

/** Every combination of the filters and sorts of the list, on its first page and on a later one. */
const combinations = ['', 'search=shirt', 'search=cotton+shirt'].flatMap((search) =>
  ['', 'category=LEAF', 'category=PARENT'].flatMap((category) =>
    ['', 'minPrice=11000&maxPrice=14000'].flatMap((price) =>
      ['', 'inStock=true'].flatMap((stock) =>
        ['newest', 'price_asc', 'price_desc', 'name'].map((sort) =>
          [search, category, price, stock, `sort=${sort}`].filter((part) => part !== '').join('&'),
        ),
      ),
    ),
  ),
);

describe('the queries of the product list', () => {
  it.each(combinations)('use an index for ?%s', async (query) => {
    const url = `/v1/products?limit=${PAGE}&${query.replace('LEAF', leaf).replace('PARENT', parent)}`;
    const first = await shop.http.get(url).expect(200);
    const { nextCursor } = first.body as { nextCursor: string | null };
    expect(nextCursor).not.toBeNull();

    const queries = await recordQueries(() => shop.http.get(`${url}&cursor=${nextCursor}`).expect(200));

    const [page] = queries.filter(({ collection }) => collection === 'products');
    const { stages, indexes } = await explain(shop.test, page!);
    const sort = new URLSearchParams(query).get('sort')!.replace(/_.*/, '');
    expect(stages).not.toContain('COLLSCAN');
    // No sorting in memory, which would read everything that matches before the first product goes out.
    expect(stages).not.toContain('SORT');
    expect(indexes).toContain(`list_${sort}`);
  });

  it.each(['newest', 'price_asc', 'price_desc', 'name'])(
    'read a page by %s without looking at the rest of the collection',
    async (sort) => {
      const { body } = await shop.http.get(`/v1/products?limit=${PAGE}&sort=${sort}`).expect(200);
      const url = `/v1/products?limit=${PAGE}&sort=${sort}&cursor=${(body as { nextCursor: string }).nextCursor}`;

      const [page] = await recordQueries(() => shop.http.get(url).expect(200));

      const { documentsExamined } = await explain(shop.test, page!);
      // One for the next page's existence, and at most the ties with the last price.
      expect(documentsExamined).toBeLessThanOrEqual(PAGE + 1 + PRODUCTS / 50);
    },
  );
});

describe('the other reads of the products', () => {
  it.each([
    ['a slug', () => shop.http.get('/v1/products/no-such-product'), 'slug'],
    ['the SKUs of a cart', () => shop.cartWith({ 'NO-SUCH-SKU': 1 }).catch(() => undefined), 'sku'],
    [
      'whether a category is in use',
      () => shop.http.delete(`/v1/categories/${leaf}`).set({ ...shop.admin, 'If-Match': '*' }),
      'list_newest',
    ],
    ['the export', () => shop.http.get('/v1/products/export').set(shop.admin), '_id_'],
  ])('use an index for %s', async (_what, call, indexName) => {
    const queries = await recordQueries(async () => call());

    const reads = queries.filter(
      ({ collection, method }) => collection === 'products' && method.startsWith('find'),
    );
    expect(reads.length).toBeGreaterThan(0);
    for (const read of reads) {
      const { stages, indexes } = await explain(shop.test, read);
      expect(stages).not.toContain('COLLSCAN');
      expect(indexes).toContain(indexName);
    }
  });
});
