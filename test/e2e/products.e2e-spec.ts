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

describe('POST /v1/products', () => {
  it('answers the product with its defaults, its address and its ETag', async () => {
    const sku = uniqueSku();

    const response = await shop.http
      .post('/v1/products')
      .set(shop.admin)
      .send({ name: { en: 'Plain Mug' }, variants: [{ sku, priceMinor: 9_900 }] })
      .expect(201);

    expect(response.headers['location']).toBe(`/v1/products/${response.body.id}`);
    expect(response.headers['etag']).toMatch(/^"v1-/);
    expect(response.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      slug: 'plain-mug',
      name: { en: 'Plain Mug' },
      description: null,
      status: 'draft',
      categoryIds: [],
      images: [],
      options: [],
      currency: 'EGP',
      priceFromMinor: 9_900,
      priceToMinor: 9_900,
      inStock: false,
      variants: [
        {
          sku,
          optionValues: {},
          priceMinor: 9_900,
          compareAtPriceMinor: null,
          available: 0,
          availability: 'out_of_stock',
          weightGrams: 0,
          taxClass: 'standard',
          barcode: null,
          active: true,
        },
      ],
      attributes: {},
      tags: [],
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it('keeps everything that it is given', async () => {
    const body: ProductBody = {
      name: { en: 'Linen Shirt', ar: 'قميص كتان' },
      slug: 'linen-shirt-kept',
      description: { en: 'For the <b>coast</b>', ar: 'للساحل' },
      status: 'published',
      images: [{ url: 'https://cdn.example.com/shirt.webp', alt: { en: 'The shirt', ar: 'القميص' } }],
      options: ['Colour', 'Size'],
      variants: [
        buildVariant({
          optionValues: { Colour: 'White', Size: 'M' },
          compareAtPriceMinor: 30_000,
          weightGrams: 260,
          taxClass: 'reduced',
          barcode: '6223001234567',
        }),
        buildVariant({ optionValues: { Colour: 'White', Size: 'L' }, active: false }),
      ],
      attributes: { Material: 'Linen' },
      tags: ['summer', 'صيفي'],
    };

    const { product } = await create(body);

    expect(product).toMatchObject(body);
  });

  it('gives products of the same name slugs of their own', async () => {
    const names = await Promise.all(
      Array.from({ length: 5 }, () => create(buildProduct({ name: { en: 'Twin Lamp' } }))),
    );

    const slugs = names.map(({ product }) => product.slug);
    expect(new Set(slugs).size).toBe(5);
    expect(slugs).toContain('twin-lamp');
  });

  it('makes an Arabic slug of an Arabic name', async () => {
    const { product } = await create(buildProduct({ name: { en: 'فانوس رمضان', ar: 'فانوس رمضان' } }));

    expect(product.slug).toBe('فانوس-رمضان');
    await shop.http.get(`/v1/products/${encodeURIComponent(product.slug)}`).expect(200);
  });

  it('lets one of twenty win that add the same SKU at the same time', async () => {
    const sku = uniqueSku();

    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        shop.http
          .post('/v1/products')
          .set(shop.admin)
          .send(buildProduct({ variants: [buildVariant({ sku })] })),
      ),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const losers = answers.filter(({ status }) => status !== 201);
    for (const { status, body } of losers) {
      expect({ status, code: body.code, sku: body.sku }).toEqual({
        status: 409,
        code: 'products.sku_taken',
        sku,
      });
    }
    expect(await shop.test.db.collection('products').countDocuments({ 'variants.sku': sku })).toBe(1);
  });

  it('refuses a slug that another product has', async () => {
    const { product } = await create();

    const { body } = await shop.http
      .post('/v1/products')
      .set(shop.admin)
      .send(buildProduct({ slug: product.slug }))
      .expect(409);

    expect(body).toMatchObject({ code: 'products.slug_taken', slug: product.slug });
  });

  it('refuses a category that does not exist', async () => {
    const categoryIds = ['0123456789abcdef01234567'];

    const { body } = await shop.http
      .post('/v1/products')
      .set(shop.admin)
      .send(buildProduct({ categoryIds }))
      .expect(422);

    expect(body).toMatchObject({ code: 'products.unknown_category', categoryIds });
  });

  const variant = (overrides: object) => ({ variants: [{ ...buildVariant(), ...overrides }] });
  const twoVariants = (first: object, second: object) => ({
    variants: [
      { ...buildVariant(), ...first },
      { ...buildVariant(), ...second },
    ],
  });
  it.each<[string, object, string]>([
    ['no name', { name: undefined }, '/name'],
    ['a name that is null', { name: null }, '/name'],
    ['a name without English', { name: { ar: 'قميص' } }, '/name/en'],
    ['an empty name', { name: { en: '' } }, '/name/en'],
    ['an Arabic name that is null', { name: { en: 'Shirt', ar: null } }, '/name/ar'],
    ['a name in a third language', { name: { en: 'Shirt', fr: 'Chemise' } }, '/name/fr'],
    ['a name that is a list', { name: ['Shirt'] }, '/name'],
    ['a name of 201 letters', { name: { en: 'x'.repeat(201) } }, '/name/en'],
    ['a slug with capitals', { slug: 'Shirt' }, '/slug'],
    ['a slug that looks like an id', { slug: '0123456789abcdef01234567' }, '/slug'],
    ['a description of 10,001 letters', { description: { en: 'x'.repeat(10_001) } }, '/description/en'],
    ['an unknown status', { status: 'visible' }, '/status'],
    ['a category that is no id', { categoryIds: ['shirts'] }, '/categoryIds'],
    ['the same category twice', { categoryIds: Array(2).fill('0123456789abcdef01234567') }, '/categoryIds'],
    [
      'an image over http',
      { images: [{ url: 'http://a.example/x.png', alt: { en: 'x' } }] },
      '/images/0/url',
    ],
    [
      'an image that is script',
      { images: [{ url: 'javascript:alert(1)', alt: { en: 'x' } }] },
      '/images/0/url',
    ],
    ['an image without alt text', { images: [{ url: 'https://a.example/x.png' }] }, '/images/0/alt'],
    ['no variants', { variants: [] }, '/variants'],
    ['61 variants', { variants: Array.from({ length: 61 }, () => buildVariant()) }, '/variants'],
    ['a variant that is null', { variants: [null] }, '/variants/0'],
    ['a SKU with a space', variant({ sku: 'A B' }), '/variants/0/sku'],
    ['a price that is negative', variant({ priceMinor: -1 }), '/variants/0/priceMinor'],
    ['a price with a fraction', variant({ priceMinor: 9.5 }), '/variants/0/priceMinor'],
    ['a price that is text', variant({ priceMinor: '990' }), '/variants/0/priceMinor'],
    ['a price beyond all reason', variant({ priceMinor: 1e15 }), '/variants/0/priceMinor'],
    ['a price before that is lower', variant({ compareAtPriceMinor: 1 }), '/variants/0/compareAtPriceMinor'],
    ['stock in the variant', variant({ inStock: true }), '/variants/0/inStock'],
    ['a value for no option', variant({ optionValues: { Size: 'M' } }), '/variants/0/optionValues'],
    ['an option value that is a number', variant({ optionValues: { Size: 5 } }), '/variants/0/optionValues'],
    ['an option value with an operator', variant({ optionValues: { $gt: 'M' } }), '/variants/0/optionValues'],
    ['the same SKU twice', twoVariants({ sku: 'SAME' }, { sku: 'SAME' }), '/variants/1/sku'],
    ['the same options twice', twoVariants({}, {}), '/variants/1/optionValues'],
    ['an option with a dot', { options: ['a.b'] }, '/options'],
    ['four options', { options: ['a', 'b', 'c', 'd'] }, '/options'],
    ['an attribute with a dollar', { attributes: { $where: '1' } }, '/attributes'],
    ['an attribute that is an object', { attributes: { a: { b: 'c' } } }, '/attributes'],
    ['attributes that are a list', { attributes: ['a'] }, '/attributes'],
    ['a tag that is a number', { tags: [5] }, '/tags'],
    ['a version of its own', { version: 7 }, '/version'],
    ['an id of its own', { _id: '0123456789abcdef01234567' }, '/_id'],
    ['list keys of its own', { listKeys: ['*'] }, '/listKeys'],
  ])('refuses %s and adds nothing', async (_what, overrides, pointer) => {
    const before = await shop.test.db.collection('products').countDocuments();

    const { body } = await shop.http
      .post('/v1/products')
      .set(shop.admin)
      .send({ ...buildProduct(), ...overrides })
      .expect(400);

    expect(body).toMatchObject({ code: 'request.validation_failed' });
    expect((body.errors as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
    expect(await shop.test.db.collection('products').countDocuments()).toBe(before);
  });
});

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
