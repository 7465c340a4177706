import type { StoredProductOptions } from '../factories/catalogue.factory.js';
import { buildProduct, buildVariant } from '../factories/product.factory.js';
import { recordQueries } from '../support/query-log.js';
import { listProducts, type ProductPage, type ProductSort, storeProducts } from '../support/product-list.js';
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

const names = ({ items }: ProductPage) => items.map(({ name }) => name.en);

async function createCategory(name: string, parentId?: string): Promise<string> {
  const { body } = await shop.http
    .post('/v1/categories')
    .set(shop.admin)
    .send({ name: { en: name }, parentId })
    .expect(201);
  return (body as { id: string }).id;
}

describe('GET /v1/products', () => {
  it('shows published products only, newest first, with prices and live stock', async () => {
    const sku = await shop.addProduct(7, { priceMinor: 12_300 }, { name: { en: 'Older' } });
    await shop.addProduct(0, {}, { name: { en: 'Newer' } });
    await shop.addProduct(1, {}, { name: { en: 'Draft' }, status: 'draft' });

    const page = await list();

    expect(names(page)).toEqual(['Newer', 'Older']);
    expect(page.items[1]).toMatchObject({
      currency: 'EGP',
      priceFromMinor: 12_300,
      inStock: true,
      variants: [{ sku, priceMinor: 12_300, available: 7, availability: 'in_stock' }],
    });
    expect(page.nextCursor).toBeNull();
  });

  it.each<[ProductSort, string[]]>([
    ['newest', ['Éclair', 'apple', 'Banana']],
    ['price_asc', ['apple', 'Éclair', 'Banana']],
    ['price_desc', ['Banana', 'Éclair', 'apple']],
    ['name', ['apple', 'Banana', 'Éclair']],
  ])('sorts by %s', async (sort, expected) => {
    await store(
      { name: { en: 'Banana' }, priceMinor: 300 },
      { name: { en: 'apple' }, priceMinor: 100 },
      { name: { en: 'Éclair' }, priceMinor: 200 },
    );

    expect(names(await list({ sort }))).toEqual(expected);
  });

  it('filters by the lowest price, both ends included', async () => {
    await store(
      ...[99, 100, 150, 200, 201].map((priceMinor) => ({ name: { en: `P${priceMinor}` }, priceMinor })),
    );

    const page = await list({ minPrice: 100, maxPrice: 200, sort: 'price_asc' });

    expect(names(page)).toEqual(['P100', 'P150', 'P200']);
  });

  it('does not count the price of an inactive variant', async () => {
    const variants = [
      buildVariant({ priceMinor: 100, optionValues: { Size: 'S' }, active: false }),
      buildVariant({ priceMinor: 500, optionValues: { Size: 'L' } }),
    ];
    await shop.http
      .post('/v1/products')
      .set(shop.admin)
      .send(buildProduct({ options: ['Size'], variants }))
      .expect(201);

    expect((await list({ maxPrice: 499 })).items).toEqual([]);
    expect((await list({ minPrice: 500 })).items).toMatchObject([{ priceFromMinor: 500 }]);
  });

  it('follows a SKU that sells out and comes back', async () => {
    const sku = await shop.addProduct(1);
    const inStock = async () => (await list({ inStock: true })).items.length;
    const soldOut = async () => (await list({ inStock: false })).items.length;

    expect([await inStock(), await soldOut()]).toEqual([1, 0]);
    await shop.setOnHand(sku, 0);
    expect([await inStock(), await soldOut()]).toEqual([0, 1]);
    await shop.setOnHand(sku, 4);
    expect([await inStock(), await soldOut()]).toEqual([1, 0]);
  });

  it('includes what is below a category, by id and by slug', async () => {
    const top = await createCategory('Kitchen');
    const middle = await createCategory('Kitchen Tea', top);
    const leaf = await createCategory('Kitchen Tea Pots', middle);
    const other = await createCategory('Garden');
    await store(
      ...[top, middle, leaf, other].map((id, i) => ({ name: { en: `In ${i}` }, categoryIds: [id] })),
      { name: { en: 'In two' }, categoryIds: [leaf, other] },
    );

    expect(names(await list({ category: top, sort: 'name' }))).toEqual(['In 0', 'In 1', 'In 2', 'In two']);
    expect(names(await list({ category: 'kitchen-tea', sort: 'name' }))).toEqual(['In 1', 'In 2', 'In two']);
    expect(names(await list({ category: leaf, sort: 'name' }))).toEqual(['In 2', 'In two']);
    expect(names(await list({ category: 'garden', sort: 'name' }))).toEqual(['In 3', 'In two']);
  });

  it('answers 404 for a category that does not exist', async () => {
    const { body } = await shop.http.get('/v1/products?category=no-such').expect(404);

    expect(body.code).toBe('categories.not_found');
  });

  it('finds products by words of either language, tags and SKUs, whatever the spelling', async () => {
    await store(
      {
        name: { en: 'Espresso Machine', ar: 'ماكينة قهوة إسبريسو' },
        tags: ['barista'],
        variants: [
          {
            sku: 'MACH-1',
            optionValues: {},
            priceMinor: 1,
            weightGrams: 0,
            taxClass: 'standard',
            active: true,
          },
        ],
      },
      { name: { en: 'Tea Pot', ar: 'براد شاي' } },
    );

    for (const search of [
      'espresso',
      'MACHINES',
      'esp mach',
      'القهوه',
      'قَهْوَة',
      'اسبريسو',
      'barista',
      'mach-1',
    ]) {
      expect({ search, found: names(await list({ search })) }).toEqual({
        search,
        found: ['Espresso Machine'],
      });
    }
    for (const search of ['espresso pot', 'presso', '؟!', 'machx']) {
      expect({ search, found: names(await list({ search })) }).toEqual({ search, found: [] });
    }
  });

  it('combines all filters', async () => {
    const category = await createCategory('Combined');
    const match = {
      name: { en: 'Blue Cotton Shirt' },
      categoryIds: [category],
      priceMinor: 500,
      inStock: true,
    };
    await store(
      match,
      { ...match, name: { en: 'Blue Cotton Trousers' } },
      { ...match, categoryIds: [] },
      { ...match, priceMinor: 501 },
      { ...match, inStock: false },
      { ...match, status: 'draft' },
    );

    const page = await list({ search: 'blue shirt', category, minPrice: 1, maxPrice: 500, inStock: true });

    expect(names(page)).toEqual(['Blue Cotton Shirt']);
  });

  it('shows other statuses to staff only', async () => {
    await store({ name: { en: 'Draft' }, status: 'draft' }, { name: { en: 'Published' } });

    const staff = await shop.http.get('/v1/products?status=draft').set(shop.admin).expect(200);
    const guest = await shop.http.get('/v1/products?status=draft').expect(403);

    expect(names(staff.body as ProductPage)).toEqual(['Draft']);
    expect(staff.headers['cache-control']).toBe('no-store');
    expect(guest.body.code).toBe('auth.forbidden');
  });

  it('answers 304 to a client that has the page', async () => {
    await store({});
    const { headers } = await shop.http.get('/v1/products').expect(200);

    expect(headers['cache-control']).toBe('public, max-age=5, stale-while-revalidate=30');
    await shop.http.get('/v1/products').set('If-None-Match', headers['etag']!).expect(304);
  });

  it('links to the next page', async () => {
    await store({}, {}, {});

    const { headers, body } = await shop.http.get('/v1/products?limit=2&sort=name').expect(200);

    const next = /^<(.+)>; rel="next"$/.exec(headers['link']!)?.[1];
    expect(next).toContain(`cursor=${(body as ProductPage).nextCursor}`);
    const { body: last } = await shop.http.get(next!).expect(200);
    expect(last).toMatchObject({ items: [{}], nextCursor: null });
  });

  it.each([
    ['limit=0', '?limit'],
    ['limit=101', '?limit'],
    ['limit=ten', '?limit'],
    ['search=', '?search'],
    [`search=${'x'.repeat(101)}`, '?search'],
    ['search=a&search=b', '?search'],
    ['category=', '?category'],
    ['minPrice=-1', '?minPrice'],
    ['minPrice=1.5', '?minPrice'],
    ['maxPrice=many', '?maxPrice'],
    ['minPrice=2&maxPrice=1', '?minPrice'],
    ['inStock=yes', '?inStock'],
    ['sort=cheapest', '?sort'],
    ['status=hidden', '?status'],
    ['colour=red', '?colour'],
    ['search[$ne]=x', '?search[$ne]'],
    ['cursor=garbage', '?cursor'],
    [`cursor=${Buffer.from('["name","a","0123456789abcdef01234567"]').toString('base64url')}`, '?cursor'],
    [`cursor=${Buffer.from('["newest",{"$gt":""},"x"]').toString('base64url')}`, '?cursor'],
  ])('refuses ?%s', async (query, pointer) => {
    const { body } = await shop.http.get(`/v1/products?${query}`).expect(400);

    expect(body).toMatchObject({ code: 'request.validation_failed', errors: [{ pointer }] });
  });

  it('asks the database as often for one product as for a hundred', async () => {
    const category = await createCategory('Counted');
    await store(...Array.from({ length: 100 }, () => ({ categoryIds: [category] })));
    const countCalls = async (limit: number) => {
      const calls = await recordQueries(() => list({ limit, category }));
      return calls.length;
    };

    const [one, hundred] = [await countCalls(1), await countCalls(100)];

    expect(one).toBeGreaterThan(0);
    expect(hundred).toBe(one);
  });
});
