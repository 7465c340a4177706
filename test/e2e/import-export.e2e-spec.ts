import { buildProduct, buildVariant } from '../factories/product.factory.js';
import { SPREE_CSV, SPREE_HEADER } from '../factories/spree-csv.factory.js';
import { signInAs } from '../support/auth.js';
import { emptyCatalogue, uploadCsv } from '../support/catalogue.js';
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

describe('POST /v1/products/import', () => {
  it('converts nothing without a rate', async () => {
    const { body } = await uploadCsv(shop, SPREE_CSV).expect(200);

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
    const { body } = await uploadCsv(shop, csv, '?rate=USD:50').expect(status);

    expect(body.code).toBe(code);
  });

  it('refuses other types, other formats, bad rates and other callers', async () => {
    const customer = { Authorization: `Bearer ${(await signInAs(shop.test, 'customer')).token}` };
    const as = (headers: Record<string, string>) =>
      shop.http
        .post('/v1/products/import')
        .set({ 'Content-Type': 'text/csv', ...headers })
        .send(SPREE_CSV);

    await shop.http.post('/v1/products/import').set(shop.admin).send({ csv: SPREE_CSV }).expect(415);
    await uploadCsv(shop, SPREE_CSV, '?format=shopify').expect(400);
    await uploadCsv(shop, SPREE_CSV, '?rate=USD:fifty').expect(400);
    await uploadCsv(shop, SPREE_CSV, '?rate=USD:0').expect(400);
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
