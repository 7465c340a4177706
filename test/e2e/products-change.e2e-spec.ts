import { randomUUID } from 'node:crypto';
import { buildProduct, buildVariant, type ProductBody, uniqueSku } from '../factories/product.factory.js';
import { signInAs } from '../support/auth.js';
import { TestShop } from '../support/shop.js';

interface Product extends Required<Omit<ProductBody, 'description'>> {
  id: string;
  inStock: boolean;
  priceFromMinor: number;
}

// Many requests per test; the default of five seconds is short on a busy machine.
jest.setTimeout(60_000);

let shop: TestShop;

beforeAll(async () => {
  shop = await TestShop.open();
});

afterAll(async () => {
  await shop.close();
});

async function create(body: ProductBody = buildProduct()): Promise<{ product: Product; etag: string }> {
  const response = await shop.http.post('/v1/products').set(shop.admin).send(body).expect(201);
  return { product: response.body as Product, etag: response.headers['etag']! };
}

const patch = (id: string, etag: string, body: object) =>
  shop.http
    .patch(`/v1/products/${id}`)
    .set({ ...shop.admin, 'If-Match': etag })
    .send(body);

describe('PATCH /v1/products/{id}', () => {
  it('changes what it names and leaves the rest', async () => {
    const original = buildProduct({ tags: ['old'], attributes: { Material: 'Cotton' }, status: 'published' });
    const { product, etag } = await create(original);

    const { body, headers } = await patch(product.id, etag, { tags: ['new'] }).expect(200);

    expect(body).toMatchObject({ ...original, tags: ['new'] });
    expect(headers['etag']).toMatch(/^"v2-/);
  });

  it('keeps the slug when the name changes', async () => {
    const { product, etag } = await create(buildProduct({ name: { en: 'First Name' } }));

    const { body } = await patch(product.id, etag, { name: { en: 'Second Name' } }).expect(200);

    expect(body.slug).toBe(product.slug);
  });

  it('moves the product in searches and sorts along with its name and price', async () => {
    const word = `w${randomUUID().slice(0, 8)}`;
    const { product, etag } = await create(buildProduct());

    await patch(product.id, etag, {
      name: { en: `Renamed ${word}` },
      variants: [buildVariant({ priceMinor: 777 })],
    }).expect(200);

    const { body } = await shop.http.get('/v1/products').query({ search: word, maxPrice: 777 }).expect(200);
    expect(body.items).toMatchObject([{ id: product.id, priceFromMinor: 777 }]);
  });

  it('refuses a version that is no longer the current one, and a request that names none', async () => {
    const { product, etag } = await create();
    await patch(product.id, etag, { tags: ['first'] }).expect(200);

    const stale = await patch(product.id, etag, { tags: ['second'] }).expect(412);
    const missing = await shop.http
      .patch(`/v1/products/${product.id}`)
      .set(shop.admin)
      .send({ tags: ['second'] })
      .expect(428);

    expect(stale.body.code).toBe('request.stale_version');
    expect(missing.body.code).toBe('request.if_match_required');
    const { body } = await shop.http.get(`/v1/products/${product.id}`);
    expect(body.tags).toEqual(['first']);
  });

  it('lets one of ten win that change the same version at the same time', async () => {
    const { product, etag } = await create();

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => patch(product.id, etag, { tags: [`tag-${i}`] })),
    );

    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200,
      ...Array<number>(9).fill(412),
    ]);
    const winner = answers.find(({ status }) => status === 200);
    const { body } = await shop.http.get(`/v1/products/${product.id}`);
    expect(body.tags).toEqual(winner?.body.tags);
  });

  it('never writes over news of the stock that arrive at the same time', async () => {
    const sku = uniqueSku();
    const { product } = await create(buildProduct({ variants: [buildVariant({ sku, priceMinor: 500 })] }));

    const counts = Array.from({ length: 10 }, (_, i) => shop.setOnHand(sku, i % 2 === 0 ? 5 : 0));
    const edits = Array.from({ length: 10 }, (_, i) =>
      patch(product.id, '*', { variants: [buildVariant({ sku, priceMinor: 501 + i })] }).expect(200),
    );
    await Promise.all([...counts, ...edits]);
    await shop.setOnHand(sku, 5);

    const { body } = await shop.http.get('/v1/products').query({ search: sku, inStock: true });
    expect(body.items).toHaveLength(1);
  });

  it('knows the stock of a SKU that was counted before the product had it', async () => {
    const sku = uniqueSku();
    const { product, etag } = await create();
    await shop.setOnHand(sku, 3);

    await patch(product.id, etag, { variants: [buildVariant({ sku })] }).expect(200);

    const { body } = await shop.http.get('/v1/products').query({ search: sku, inStock: true });
    expect(body.items).toMatchObject([{ id: product.id, inStock: true }]);
  });

  it('refuses a SKU and a slug that another product has', async () => {
    const { product: other } = await create();
    const { product, etag } = await create();

    const sku = await patch(product.id, etag, { variants: [buildVariant({ sku: other.variants[0]!.sku })] });
    const slug = await patch(product.id, etag, { slug: other.slug });

    expect([sku.status, sku.body.code]).toEqual([409, 'products.sku_taken']);
    expect([slug.status, slug.body.code]).toEqual([409, 'products.slug_taken']);
  });

  it.each(['name', 'slug', 'status', 'categoryIds', 'images', 'options', 'variants', 'attributes', 'tags'])(
    'refuses null for %s and changes nothing',
    async (field) => {
      const { product, etag } = await create();

      await patch(product.id, etag, { [field]: null }).expect(400);

      const { body } = await shop.http.get(`/v1/products/${product.id}`).set(shop.admin);
      expect(body).toMatchObject({ ...product, updatedAt: body.updatedAt });
    },
  );

  it('answers 404 for a product that is not there and 400 for what is no id', async () => {
    await patch('0123456789abcdef01234567', '"v1"', { tags: [] }).expect(404);
    await patch('cotton-t-shirt', '"v1"', { tags: [] }).expect(400);
  });
});

describe('DELETE /v1/products/{id}', () => {
  it('removes the product and frees its SKU and slug', async () => {
    const body = buildProduct({ slug: 'short-lived' });
    const { product, etag } = await create(body);

    await shop.http
      .delete(`/v1/products/${product.id}`)
      .set({ ...shop.admin, 'If-Match': etag })
      .expect(204);

    await shop.http.get(`/v1/products/${product.id}`).set(shop.admin).expect(404);
    await create(body);
  });

  it('refuses another version, none, and a product that is gone', async () => {
    const { product, etag } = await create();
    await patch(product.id, etag, { tags: ['changed'] }).expect(200);
    const remove = (headers: object) =>
      shop.http.delete(`/v1/products/${product.id}`).set({ ...shop.admin, ...headers });

    await remove({ 'If-Match': etag }).expect(412);
    await remove({}).expect(428);
    await remove({ 'If-Match': '*' }).expect(204);
    await remove({ 'If-Match': '*' }).expect(404);
  });
});

describe('staff routes of the products', () => {
  const calls: [method: 'post' | 'patch' | 'delete' | 'get', path: string][] = [
    ['post', '/v1/products'],
    ['patch', '/v1/products/0123456789abcdef01234567'],
    ['delete', '/v1/products/0123456789abcdef01234567'],
    ['get', '/v1/products/export'],
  ];

  it.each(calls)('%s %s is closed to guests and customers', async (method, path) => {
    const customer = { Authorization: `Bearer ${(await signInAs(shop.test, 'customer')).token}` };

    await shop.http[method](path).expect(401);
    await shop.http[method](path).set(customer).expect(403);
  });
});
