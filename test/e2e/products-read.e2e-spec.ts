import { buildProduct, buildVariant, type ProductBody } from '../factories/product.factory.js';
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

describe('GET /v1/products/{idOrSlug}', () => {
  it('answers the same by id and by slug', async () => {
    const { product } = await create();

    const byId = await shop.http.get(`/v1/products/${product.id}`).expect(200);
    const bySlug = await shop.http.get(`/v1/products/${product.slug}`).expect(200);

    expect(byId.body).toEqual(bySlug.body);
    expect(byId.headers['etag']).toBe(bySlug.headers['etag']);
  });

  it('may be cached for a moment, apart for callers with a token', async () => {
    const { product } = await create();

    const { headers } = await shop.http.get(`/v1/products/${product.id}`).expect(200);

    expect(headers['cache-control']).toBe('public, max-age=5, stale-while-revalidate=30');
    expect(headers['vary']).toContain('Authorization');
  });

  it('answers 304 without a body to a client that has this state', async () => {
    const { product } = await create();
    const { headers } = await shop.http.get(`/v1/products/${product.id}`);

    const response = await shop.http
      .get(`/v1/products/${product.id}`)
      .set('If-None-Match', headers['etag']!)
      .expect(304);

    expect(response.text).toBe('');
    expect(response.headers['etag']).toBe(headers['etag']);
  });

  it('gives the state another ETag when its stock changes', async () => {
    const sku = await shop.addProduct(5);
    const { body } = await shop.http.get('/v1/products').query({ search: sku }).expect(200);
    const path = `/v1/products/${body.items[0].id}`;
    const before = await shop.http.get(path).expect(200);

    await shop.setOnHand(sku, 0);

    const after = await shop.http.get(path).set('If-None-Match', before.headers['etag']!).expect(200);
    expect(before.body).toMatchObject({
      inStock: true,
      variants: [{ available: 5, availability: 'in_stock' }],
    });
    expect(after.body).toMatchObject({ inStock: false, variants: [{ available: 0 }] });
  });

  it.each(['draft', 'archived'])('hides a product that is %s from all but staff', async (status) => {
    const { product } = await create(buildProduct({ status }));
    const customer = { Authorization: `Bearer ${(await signInAs(shop.test, 'customer')).token}` };

    const missing = await shop.http.get('/v1/products/0123456789abcdef01234567').expect(404);
    for (const headers of [{}, customer]) {
      const { body } = await shop.http.get(`/v1/products/${product.id}`).set(headers).expect(404);
      expect({ ...body, instance: '', requestId: '' }).toEqual({
        ...missing.body,
        instance: '',
        requestId: '',
      });
    }
    const staff = await shop.http.get(`/v1/products/${product.slug}`).set(shop.admin).expect(200);
    expect(staff.body.status).toBe(status);
    expect(staff.headers['cache-control']).toBe('no-store');
  });

  it('hides inactive variants from all but staff', async () => {
    const [shown, hidden] = [buildVariant({ optionValues: { Size: 'M' } }), buildVariant()];
    const body = buildProduct({
      options: ['Size'],
      variants: [shown, { ...hidden, optionValues: { Size: 'L' }, active: false }],
    });
    const { product } = await create(body);

    const skusFor = async (headers: Record<string, string>) => {
      const answer = await shop.http.get(`/v1/products/${product.id}`).set(headers).expect(200);
      return (answer.body as Product).variants.map(({ sku }) => sku);
    };
    expect(await skusFor({})).toEqual([shown.sku]);
    expect(await skusFor(shop.admin)).toEqual([shown.sku, hidden.sku]);
  });

  it.each(['no-such-product', '%00', '%F0%9F%98%80', '__proto__', 'x'.repeat(3_000)])(
    'answers 404 for %s',
    async (slug) => {
      const { body } = await shop.http.get(`/v1/products/${slug}`).expect(404);
      expect(body.code).toBe('products.not_found');
    },
  );
});
