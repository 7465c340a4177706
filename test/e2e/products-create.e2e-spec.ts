import { buildProduct, buildVariant, type ProductBody, uniqueSku } from '../factories/product.factory.js';
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
    ['a name that is blank', { name: { en: ' \u200b ' } }, '/name/en'],
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
      'an image with a raw letter of another script',
      { images: [{ url: 'https://a.example/قميص.png', alt: { en: 'x' } }] },
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
