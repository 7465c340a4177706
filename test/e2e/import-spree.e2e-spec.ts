import type { ImportReport } from '../../src/modules/products/index.js';
import { buildProduct, buildVariant } from '../factories/product.factory.js';
import { SPREE_CSV } from '../factories/spree-csv.factory.js';
import { emptyCatalogue, exportCsv, readProduct, uploadCsv } from '../support/catalogue.js';
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
  await emptyCatalogue(shop);
});

async function importSpree(csv = SPREE_CSV): Promise<ImportReport> {
  const { body } = await uploadCsv(shop, csv, '?rate=USD:50').expect(200);
  return body as ImportReport;
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

    expect(await readProduct(shop, 'lamp')).toMatchObject({
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
    expect(await readProduct(shop, 'lamp-pro')).toMatchObject({
      status: 'draft',
      variants: [{ sku: 'LAMP-PRO-RED' }],
    });
    expect(await readProduct(shop, 'bulb')).toMatchObject({
      options: [],
      variants: [{ sku: 'BULB', priceMinor: 15_000 }],
    });
    const { body } = await shop.http.get('/v1/products?category=home&sort=name').expect(200);
    expect((body.items as { slug: string }[]).map(({ slug }) => slug)).toEqual(['bulb', 'lamp']);
  });

  it('brings in products that can be bought', async () => {
    await importSpree();

    const { order } = await shop.order({ 'LAMP-RED': 2 });

    expect(order.lines).toMatchObject([{ sku: 'LAMP-RED', quantity: 2, grossMinor: 199_900 }]);
    expect(await shop.stock('LAMP-RED')).toEqual({ onHand: 12, available: 10, reserved: 2 });
  });

  it('makes nothing double the second time', async () => {
    await importSpree();
    const before = await exportCsv(shop);

    const report = await importSpree();

    expect(report).toMatchObject({
      products: { created: 0, updated: 0, unchanged: 3 },
      variants: { created: 0, updated: 0, unchanged: 4 },
      categoriesCreated: 0,
      stockSet: 0,
      refusals: [],
    });
    expect(await exportCsv(shop)).toBe(before);
  });

  it('does not bring sold units back, and sets a count that has changed', async () => {
    await importSpree();
    await shop.http
      .post('/v1/inventory/LAMP-RED/adjustments')
      .set(shop.admin)
      .send({ delta: -5, reason: 'sold at the counter' })
      .expect(200);

    await importSpree();
    expect((await readProduct(shop, 'lamp')).variants[0].available).toBe(7);

    const report = await importSpree(SPREE_CSV.replace('2.2,lb,12,', '2.2,lb,30,'));
    expect(report.stockSet).toBe(1);
    expect((await readProduct(shop, 'lamp')).variants[0].available).toBe(30);
  });

  it('updates what has changed and keeps what only the shop knows', async () => {
    await importSpree();
    const staffs = { name: { en: 'Desk Lamp', ar: 'مصباح مكتب' }, attributes: { Origin: 'Egypt' } };
    const { id } = await readProduct(shop, 'lamp');
    await shop.http
      .patch(`/v1/products/${id}`)
      .set({ ...shop.admin, 'If-Match': '*' })
      .send({ ...staffs, slug: 'desk-lamp' })
      .expect(200);

    const report = await importSpree(SPREE_CSV.replace('19.99', '29.99'));

    expect(report).toMatchObject({
      products: { created: 0, updated: 1, unchanged: 2 },
      variants: { created: 0, updated: 1, unchanged: 3 },
      refusals: [],
    });
    expect(await readProduct(shop, 'desk-lamp')).toMatchObject({
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
    expect((await readProduct(shop, 'lamp')).variants[0].available).toBe(12);
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
    ['no name', 'row,ROW-1,,1,,USD,active,,,,,,,,,,,', 'row', 'en must'],
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
    const report = await importSpree(`${SPREE_CSV}\n${row}`);

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
    expect(await readProduct(shop, 'other')).toMatchObject(body);
  });
});
