import { saleorJson } from '../../src/cli/import/saleor-json.format.js';
import { ForeignPrices, ProductImporter } from '../../src/modules/products/index.js';
import { emptyCatalogue, readProduct } from '../support/catalogue.js';
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
    expect(await readProduct(shop, 'plimsolls')).toMatchObject({
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
    expect(await readProduct(shop, 'gift')).toMatchObject({
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
