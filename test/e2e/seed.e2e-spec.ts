import { buildDemoCatalogue } from '../../src/cli/demo-shop/build-catalogue.js';
import { DEMO_ACCOUNTS } from '../../src/cli/demo-shop/demo-accounts.js';
import { seedDemoShop } from '../../src/cli/demo-shop/seed-demo-shop.js';
import { buildProduct, buildVariant } from '../factories/product.factory.js';
import { exportCsv, uploadCsv } from '../support/catalogue.js';
import { TestShop } from '../support/shop.js';

// A whole catalogue comes in; the default of five seconds is short on a busy machine.
jest.setTimeout(60_000);

let shop: TestShop;

beforeAll(async () => {
  shop = await TestShop.open();
  await seedDemoShop(shop.test.app);
});

afterAll(async () => {
  await shop.close();
});

describe('the demo shop', () => {
  it('has at least 60 products in two languages, priced in pounds, most of them in stock', async () => {
    const { body } = await shop.http.get('/v1/products?limit=100').expect(200);

    const items = body.items as { name: { ar?: string }; inStock: boolean; currency: string }[];
    expect(items.length).toBeGreaterThanOrEqual(60);
    expect(items.every(({ name }) => /\p{Script=Arabic}/u.test(name.ar ?? ''))).toBe(true);
    expect(items.every(({ currency }) => currency === 'EGP')).toBe(true);
    expect(items.filter(({ inStock }) => inStock).length).toBeGreaterThan(items.length * 0.8);
  });

  it('has a category tree of three levels in two languages', async () => {
    const { body } = await shop.http.get('/v1/categories').expect(200);

    expect(body.items[0].children[0].children[0]).toMatchObject({ name: { ar: expect.any(String) } });
  });

  it('is found in Arabic and in English', async () => {
    const find = async (search: string) => {
      const { body } = await shop.http.get('/v1/products').query({ search }).expect(200);
      return (body.items as { slug: string }[]).map(({ slug }) => slug);
    };

    expect(await find('القهوه تركي')).toContain('turkish-coffee');
    expect(await find('قهوه نحاس')).toContain('copper-coffee-pot');
    expect(await find('linen shirts')).toContain('linen-shirt');
  });

  it('holds in stock what the inventory says', async () => {
    const { body } = await shop.http.get('/v1/products?limit=100&inStock=true').expect(200);

    const items = body.items as { inStock: boolean; variants: { sku: string; available: number }[] }[];
    expect(items.every(({ inStock }) => inStock)).toBe(true);
    const { sku, available } = items[0]!.variants[0]!;
    expect(await shop.stock(sku)).toEqual({ onHand: available, available, reserved: 0 });
  });

  it('has an admin and a customer who can sign in', async () => {
    for (const { email, password, role } of Object.values(DEMO_ACCOUNTS)) {
      const { body } = await shop.http.post('/v1/auth/login').send({ email, password }).expect(200);
      expect(body.user.role).toBe(role);
    }
  });

  it('is not made again, so that nobody’s changes are undone', async () => {
    const { body } = await shop.http.get('/v1/products/giza-cotton-t-shirt').expect(200);
    await shop.http
      .patch(`/v1/products/${body.id}`)
      .set({ ...shop.admin, 'If-Match': '*' })
      .send({ tags: ['mine'] })
      .expect(200);

    expect(await seedDemoShop(shop.test.app)).toBeNull();
    const { body: after } = await shop.http.get('/v1/products/giza-cotton-t-shirt').expect(200);
    expect(after.tags).toEqual(['mine']);
  });
});

describe('an export', () => {
  it('reads back into an empty shop as it was', async () => {
    const odd = buildProduct({
      name: { en: 'Odd | one > two = \\ "three", \'four\'', ar: '=خطر' },
      description: { en: '- first\n- second', ar: '@ثالث' },
      options: ['A=B', 'C|D'],
      variants: [
        buildVariant({
          optionValues: { 'A=B': '1|2', 'C|D': 'x>y' },
          barcode: '6223001234567',
          compareAtPriceMinor: 99_900,
        }),
        buildVariant({ optionValues: { 'A=B': '+1', 'C|D': 'z' }, active: false }),
      ],
      images: [
        { url: 'https://cdn.example.com/a=b.webp?c=%7C&d=e,f', alt: { en: 'One | two', ar: 'واحد' } },
        { url: 'https://cdn.example.com/c.webp', alt: { en: 'Three' } },
      ],
      attributes: { 'Key=1|2': 'Value>3', Other: '-4' },
      tags: ['a|b', '=c'],
    });
    await shop.http.post('/v1/products').set(shop.admin).send(odd).expect(201);
    const exported = await exportCsv(shop);

    const other = await TestShop.open();
    try {
      const { body: report } = await uploadCsv(other, exported).expect(200);
      const again = await exportCsv(other);

      expect(report.refusals).toEqual([]);
      expect(report.products.created).toBe(buildDemoCatalogue().products.length + 1);
      expect(sorted(again)).toEqual(sorted(exported));
    } finally {
      await other.close();
    }
  });
});

/** The import runs in parallel, so the order of the products may differ. */
function sorted(csv: string): string[] {
  return csv.split('\r\n').toSorted((a, b) => (a < b ? -1 : 1));
}
