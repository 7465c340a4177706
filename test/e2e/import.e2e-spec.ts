import { saleorJson } from '../../src/cli/import/saleor-json.format.js';
import { ForeignPrices, type ImportReport, ProductImporter } from '../../src/modules/products/index.js';
import { buildProduct, buildVariant } from '../factories/product.factory.js';
import { signInAs } from '../support/auth.js';
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

/** An empty shop for each test, apart from its own staff. */
beforeEach(async () => {
  const { db } = shop.test;
  await Promise.all([
    ...['products', 'stock_items', 'stock_adjustments'].map((name) => db.collection(name).deleteMany({})),
    db.collection('category_trees').updateMany({}, { $set: { categories: [] }, $inc: { revision: 1 } }),
  ]);
});

const SPREE_HEADER =
  'slug,sku,name,price,compare_at_price,currency,status,description,tags,product_type,category1,option1_name,' +
  'option1_value,image1_src,weight,weight_unit,inventory_count,custom_field.custom.noise_level';

/** The shape of Spree's product file with all its peculiarities, in products of our own. */
const SPREE = [
  SPREE_HEADER,
  // What the variants share: price 0, no option values, a SKU that nobody sells.
  'lamp,LAMP,Desk Lamp,0,0,USD,active,"Bright, <b>warm</b> and ""dimmable""","light, desk",Lighting,Home -> Lamps,,,https://cdn.example.com/lamp.webp,,lb,,40 dB',
  'lamp,LAMP-RED,,19.99,24.99,USD,,,,,,Color,Red,https://cdn.example.com/red.webp,2.2,lb,12,',
  'lamp,LAMP-BLUE,,21.50,0,USD,,,,,,Color,Blue,,1,kg,7,',
  // The master SKU of one product may be that of another.
  'lamp-pro,LAMP,Desk Lamp Pro,0,0,USD,draft,Better,,,Home -> Lamps,,,,,,,',
  'lamp-pro,LAMP-PRO-RED,,39.99,0,USD,,,,,,Color,Red,,,,3,',
  // No variants follow: the first row is the one.
  'bulb,BULB,Bulb,3.00,,USD,active,,,,Home -> Bulbs,,,,,,100,',
  // The same SKUs once more, in another currency.
  'lamp,LAMP-RED,,18.99,,EUR,,,,,,,,,,,,',
  'lamp,LAMP-BLUE,,20.50,,EUR,,,,,,,,,,,,',
].join('\n');

const upload = (csv: string, query = '') =>
  shop.http
    .post(`/v1/products/import${query}`)
    .set({ ...shop.admin, 'Content-Type': 'text/csv' })
    .send(csv);

async function importSpree(csv = SPREE): Promise<ImportReport> {
  const { body } = await upload(csv, '?rate=USD:50').expect(200);
  return body as ImportReport;
}

const read = async (slug: string) =>
  (await shop.http.get(`/v1/products/${slug}`).set(shop.admin).expect(200)).body;

async function exportCsv(): Promise<string> {
  const { text } = await shop.http.get('/v1/products/export').set(shop.admin).expect(200);
  return text;
}

describe('an import of Spree’s CSV', () => {
  it('brings in products, variants, categories and stock, and says so', async () => {
    const report = await importSpree();

    expect(report).toEqual({
      format: 'spree',
      products: { created: 3, updated: 0, unchanged: 0 },
      variants: { created: 4, updated: 0, unchanged: 0 },
      categoriesCreated: 3,
      stockSet: 4,
      refusals: [],
      notes: [
        'Prices in USD were converted: 1 USD = 50.00 EGP',
        '2 rows have prices in EUR: not used where USD is there too',
      ],
    });
  });

  it('reads what the rows mean', async () => {
    await importSpree();

    expect(await read('lamp')).toMatchObject({
      name: { en: 'Desk Lamp' },
      description: { en: 'Bright, warm and "dimmable"' },
      status: 'published',
      options: ['Color'],
      tags: ['light', 'desk'],
      attributes: { Type: 'Lighting', 'Noise level': '40 dB' },
      images: [
        { url: 'https://cdn.example.com/lamp.webp', alt: { en: 'Desk Lamp' } },
        { url: 'https://cdn.example.com/red.webp', alt: { en: 'Desk Lamp' } },
      ],
      variants: [
        {
          sku: 'LAMP-RED',
          optionValues: { Color: 'Red' },
          priceMinor: 99_950,
          compareAtPriceMinor: 124_950,
          weightGrams: 998,
          available: 12,
        },
        {
          sku: 'LAMP-BLUE',
          priceMinor: 107_500,
          compareAtPriceMinor: null,
          weightGrams: 1_000,
          available: 7,
        },
      ],
    });
    expect(await read('lamp-pro')).toMatchObject({ status: 'draft', variants: [{ sku: 'LAMP-PRO-RED' }] });
    expect(await read('bulb')).toMatchObject({
      options: [],
      variants: [{ sku: 'BULB', priceMinor: 15_000 }],
    });
    const { body } = await shop.http.get('/v1/products?category=home&sort=name').expect(200);
    expect((body.items as { slug: string }[]).map(({ slug }) => slug)).toEqual(['bulb', 'lamp']);
  });

  it('makes nothing double the second time', async () => {
    await importSpree();
    const before = await exportCsv();

    const report = await importSpree();

    expect(report).toMatchObject({
      products: { created: 0, updated: 0, unchanged: 3 },
      variants: { created: 0, updated: 0, unchanged: 4 },
      categoriesCreated: 0,
      stockSet: 0,
      refusals: [],
    });
    expect(await exportCsv()).toBe(before);
  });

  it('does not bring sold units back, and sets a count that has changed', async () => {
    await importSpree();
    await shop.http
      .post('/v1/inventory/LAMP-RED/adjustments')
      .set(shop.admin)
      .send({ delta: -5, reason: 'sold at the counter' })
      .expect(200);

    await importSpree();
    expect((await read('lamp')).variants[0].available).toBe(7);

    const report = await importSpree(SPREE.replace('2.2,lb,12,', '2.2,lb,30,'));
    expect(report.stockSet).toBe(1);
    expect((await read('lamp')).variants[0].available).toBe(30);
  });

  it('updates what has changed and keeps what only the shop knows', async () => {
    await importSpree();
    const staffs = { name: { en: 'Desk Lamp', ar: 'مصباح مكتب' }, attributes: { Origin: 'Egypt' } };
    const { id } = await read('lamp');
    await shop.http
      .patch(`/v1/products/${id}`)
      .set({ ...shop.admin, 'If-Match': '*' })
      .send({ ...staffs, slug: 'desk-lamp' })
      .expect(200);

    const report = await importSpree(SPREE.replace('19.99', '29.99'));

    expect(report).toMatchObject({
      products: { created: 0, updated: 1, unchanged: 2 },
      variants: { created: 0, updated: 1, unchanged: 3 },
      refusals: [],
    });
    expect(await read('desk-lamp')).toMatchObject({
      id,
      name: staffs.name,
      attributes: { Type: 'Lighting', 'Noise level': '40 dB', Origin: 'Egypt' },
      variants: [{ sku: 'LAMP-RED', priceMinor: 149_950, available: 12 }, { sku: 'LAMP-BLUE' }],
    });
  });

  it('makes nothing double when two imports run at the same time', async () => {
    const reports = await Promise.all([importSpree(), importSpree()]);

    expect(await shop.test.db.collection('products').countDocuments()).toBe(3);
    const { body } = await shop.http.get('/v1/categories').expect(200);
    expect(body.items).toMatchObject([{ slug: 'home', children: [{ slug: 'lamps' }, { slug: 'bulbs' }] }]);
    expect((await read('lamp')).variants[0].available).toBe(12);
    const created = reports.reduce((sum, { products }) => sum + products.created, 0);
    expect(created).toBe(3);
  });

  it.each([
    [
      'a price that is none',
      'row,ROW-1,Row,cheap,,USD,active,,,,,,,,,,,',
      'ROW-1',
      'cheap is not a price in USD',
    ],
    ['a price of 0', 'row,ROW-1,Row,0,,USD,active,,,,,,,,,,,', 'ROW-1', 'The price is 0'],
    [
      'a price before that is none',
      'row,ROW-1,Row,1,x,USD,active,,,,,,,,,,,',
      'ROW-1',
      'x is not a price in USD',
    ],
    ['a currency without a rate', 'row,ROW-1,Row,1,,GBP,active,,,,,,,,,,,', 'ROW-1', 'The price is in GBP'],
    ['a SKU with a space', 'row,ROW 1,Row,1,,USD,active,,,,,,,,,,,', 'ROW 1', 'sku must be'],
    ['no SKU', 'row,,Row,1,,USD,active,,,,,,,,,,,', '', 'sku must be'],
    ['no name', 'row,ROW-1,,1,,USD,active,,,,,,,,,,,', 'row', 'en must be longer'],
    ['no slug', ',ROW-1,Row,1,,USD,active,,,,,,,,,,,', 'ROW-1', 'The row has no slug'],
    ['a slug that is none', 'No Slug,ROW-1,Row,1,,USD,active,,,,,,,,,,,', 'No Slug', 'No Slug is not a slug'],
    ['an unknown status', 'row,ROW-1,Row,1,,USD,shown,,,,,,,,,,,', 'row', 'Unknown status shown'],
    [
      'a count that is none',
      'row,ROW-1,Row,1,,USD,active,,,,,,,,,,-5,',
      'ROW-1',
      '-5 is not a number of units',
    ],
    ['an image over http', 'row,ROW-1,Row,1,,USD,active,,,,,,,http://a.example/x,,,,', 'row', 'https'],
    ['a nameless category', 'row,ROW-1,Row,1,,USD,active,,,,Home -> ,,,,,,,', 'row', 'not paths of names'],
    ['a SKU of another product', 'row,BULB,Row,1,,USD,active,,,,,,,,,,,', 'row', 'SKU'],
  ])('refuses a row with %s and brings in the rest', async (_what, row, subject, reason) => {
    const report = await importSpree(`${SPREE}\n${row}`);

    expect(report.products.created).toBe(3);
    expect(report.refusals).toEqual([{ row: 10, subject, reason: expect.stringContaining(reason) }]);
  });

  it('refuses a SKU that a product has which the file does not mean', async () => {
    const variants = [
      buildVariant({ sku: 'LAMP-RED', optionValues: { Size: 'S' } }),
      buildVariant({ sku: 'OTHER', optionValues: { Size: 'M' } }),
    ];
    const body = buildProduct({ slug: 'other', options: ['Size'], variants });
    await shop.http.post('/v1/products').set(shop.admin).send(body).expect(201);

    const report = await importSpree();

    expect(report).toMatchObject({ products: { created: 3, updated: 0 }, variants: { created: 3 } });
    expect(report.refusals).toEqual([
      { row: 3, subject: 'LAMP-RED', reason: 'Another product has this SKU' },
    ]);
    expect(await read('other')).toMatchObject(body);
  });
});

describe('POST /v1/products/import', () => {
  it('converts nothing without a rate', async () => {
    const { body } = await upload(SPREE).expect(200);

    expect(body.products.created).toBe(0);
    expect(body.refusals).toHaveLength(4);
    expect(body.refusals[0].reason).toBe('The price is in USD and EUR; the shop sells in EGP, give a rate');
  });

  it.each([
    ['an empty body', '', 400, 'products.unreadable_file'],
    ['a text that is no CSV', 'hello', 400, 'products.unknown_format'],
    ['a broken CSV', `${SPREE_HEADER}\n"x`, 400, 'products.unreadable_file'],
    ['a file of more than 1 MB', `${SPREE_HEADER}\n${'x'.repeat(1_100_000)}`, 413, 'request.body_too_large'],
    [
      'more than 500 products',
      [
        SPREE_HEADER,
        ...Array.from({ length: 501 }, (_, i) => `s${i},S-${i},N,1,,USD,active,,,,,,,,,,,`),
      ].join('\n'),
      400,
      'products.unreadable_file',
    ],
  ])('refuses %s', async (_what, csv, status, code) => {
    const { body } = await upload(csv, '?rate=USD:50').expect(status);

    expect(body.code).toBe(code);
  });

  it('refuses other types, other formats, bad rates and other callers', async () => {
    const customer = { Authorization: `Bearer ${(await signInAs(shop.test, 'customer')).token}` };
    const as = (headers: Record<string, string>) =>
      shop.http
        .post('/v1/products/import')
        .set({ 'Content-Type': 'text/csv', ...headers })
        .send(SPREE);

    await shop.http.post('/v1/products/import').set(shop.admin).send({ csv: SPREE }).expect(415);
    await upload(SPREE, '?format=shopify').expect(400);
    await upload(SPREE, '?rate=USD:fifty').expect(400);
    await upload(SPREE, '?rate=USD:0').expect(400);
    await as({}).expect(401);
    await as(customer).expect(403);
  });
});

describe('GET /v1/products/export', () => {
  it('streams every product, of every status, in CSV that spreadsheets open safely', async () => {
    const body = buildProduct({
      name: { en: '=HYPERLINK("x")', ar: '+قميص' },
      status: 'draft',
      variants: [buildVariant({ sku: 'EXP-1', priceMinor: 12_345, weightGrams: 250 })],
    });
    await shop.http.post('/v1/products').set(shop.admin).send(body).expect(201);

    const response = await shop.http
      .get('/v1/products/export')
      .set({ ...shop.admin, Accept: 'text/csv' })
      .expect(200);

    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.headers['content-disposition']).toBe('attachment; filename="products.csv"');
    const [header, row] = response.text.split('\r\n');
    expect(header).toMatch(/^\ufeffslug,status,name_en,name_ar,/);
    expect(row).toContain(`draft,"'=HYPERLINK(""x"")",'+قميص,`);
    expect(row).toContain('EXP-1,true,,,,,,,123.45,,EGP,250,standard,,');
  });
});

describe('an import of Saleor’s fixtures', () => {
  const row = (model: string, pk: number, fields: object) => ({ model, pk, fields });
  const FIXTURES = JSON.stringify([
    row('product.category', 1, { name: 'Apparel', parent: null }),
    row('product.category', 2, { name: 'Shoes', parent: 1 }),
    row('product.product', 10, {
      name: 'Plimsolls',
      slug: 'plimsolls',
      category: 2,
      description: {
        blocks: [{ data: { text: '<b>Light</b>&nbsp;shoes' } }, { data: { items: ['One', 'Two'] } }],
      },
    }),
    row('product.product', 11, { name: 'Gift', slug: 'gift', category: null, description: null }),
    row('product.productchannellisting', 1, { product: 10, is_published: true, currency: 'USD' }),
    row('product.productchannellisting', 2, { product: 11, is_published: false, currency: 'USD' }),
    row('product.productvariant', 20, { sku: 'PLIM-39', name: '39', product: 10, weight: '1.5:kg' }),
    row('product.productvariant', 21, { sku: 'PLIM-40', name: '40', product: 10, weight: null }),
    row('product.productvariant', 22, { sku: '', name: 'Gift', product: 11, weight: null }),
    ...[20, 21, 22].flatMap((variant) => [
      row('product.productvariantchannellisting', variant, {
        variant,
        currency: 'PLN',
        price_amount: '240.000',
      }),
      row('product.productvariantchannellisting', variant + 100, {
        variant,
        currency: 'USD',
        price_amount: '80.500',
      }),
    ]),
    row('warehouse.stock', 1, { product_variant: 20, quantity: 5 }),
    row('warehouse.stock', 2, { product_variant: 20, quantity: 6 }),
    row('attribute.attribute', 1, { name: 'Shoe size' }),
    row('attribute.attribute', 2, { name: 'Material' }),
    row('attribute.attributevalue', 1, { name: 'EU 39', attribute: 1 }),
    row('attribute.attributevalue', 2, { name: 'EU 40', attribute: 1 }),
    row('attribute.attributevalue', 3, { name: 'Cotton', attribute: 2 }),
    row('attribute.assignedproductattributevalue', 1, { product: 10, value: 3 }),
    row('attribute.assignedvariantattribute', 1, { variant: 20 }),
    row('attribute.assignedvariantattribute', 2, { variant: 21 }),
    row('attribute.assignedvariantattributevalue', 1, { assignment: 1, value: 1 }),
    row('attribute.assignedvariantattributevalue', 2, { assignment: 2, value: 2 }),
    row('product.productmedia', 1, { product: 10 }),
  ]);
  const importSaleor = () => {
    const file = saleorJson.read(FIXTURES, new ForeignPrices('EGP', { USD: '50' }));
    return shop.test.app.get(ProductImporter).import(file, 'saleor', 'test');
  };

  it('brings in products with the prices of one channel', async () => {
    const report = await importSaleor();

    expect(report).toMatchObject({
      products: { created: 2 },
      variants: { created: 3 },
      stockSet: 1,
      refusals: [],
    });
    expect(report.notes).toEqual([
      'Prices in USD were converted: 1 USD = 50.00 EGP',
      '1 variants have no SKU; theirs is made of the product’s slug and their key',
      '1 images were left aside: the file has no addresses for them',
    ]);
    expect(await read('plimsolls')).toMatchObject({
      description: { en: 'Light shoes\n\nOne\n\nTwo' },
      status: 'published',
      options: ['Shoe size'],
      attributes: { Material: 'Cotton' },
      variants: [
        {
          sku: 'PLIM-39',
          optionValues: { 'Shoe size': 'EU 39' },
          priceMinor: 402_500,
          weightGrams: 1_500,
          available: 11,
        },
        { sku: 'PLIM-40', optionValues: { 'Shoe size': 'EU 40' }, available: 0 },
      ],
    });
    expect(await read('gift')).toMatchObject({
      status: 'draft',
      options: [],
      variants: [{ sku: 'gift-22' }],
    });
  });

  it('makes nothing double the second time', async () => {
    await importSaleor();

    expect(await importSaleor()).toMatchObject({
      products: { created: 0, updated: 0, unchanged: 2 },
      variants: { created: 0, updated: 0, unchanged: 3 },
      stockSet: 0,
    });
  });
});
