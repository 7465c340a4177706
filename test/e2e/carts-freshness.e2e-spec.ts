import { type CartBody, TestCart } from '../support/cart.js';
import { readProduct } from '../support/catalogue.js';
import { TestShop } from '../support/shop.js';
import { uniqueSku } from '../factories/product.factory.js';

const PRICE = 100_00;

describe('what a cart says of its items', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(() => shop.close());

  /** A cart with two units of a product of its own. */
  async function cartWithProduct(onHand = 5): Promise<{ cart: TestCart; sku: string; slug: string }> {
    const sku = uniqueSku();
    const slug = sku.toLowerCase();
    await shop.addProduct(onHand, { sku, priceMinor: PRICE }, { slug });
    return { cart: await TestCart.ofGuest(shop, { [sku]: 2 }), sku, slug };
  }

  async function changeProduct(slug: string, change: object): Promise<void> {
    const { id } = (await readProduct(shop, slug)) as { id: string };
    await shop.http
      .patch(`/v1/products/${id}`)
      .set({ ...shop.admin, 'If-Match': '*' })
      .send(change)
      .expect(200);
  }

  const changes: [string, object, (sku: string, slug: string) => Promise<void>][] = [
    [
      'a higher price',
      {
        unitPriceMinor: 150_00,
        seenUnitPriceMinor: PRICE,
        lineTotalMinor: 300_00,
        issues: ['price_changed'],
      },
      (sku, slug) => changeProduct(slug, { variants: [{ sku, priceMinor: 150_00 }] }),
    ],
    [
      'a lower price',
      { unitPriceMinor: 1, seenUnitPriceMinor: PRICE, lineTotalMinor: 2, issues: ['price_changed'] },
      (sku, slug) => changeProduct(slug, { variants: [{ sku, priceMinor: 1 }] }),
    ],
    [
      'fewer units than are wanted',
      { availability: 'in_stock', orderableQuantity: 1, issues: ['insufficient_stock'] },
      (sku) => shop.setOnHand(sku, 1),
    ],
    [
      'no units',
      { availability: 'out_of_stock', orderableQuantity: 0, issues: ['insufficient_stock'] },
      (sku) => shop.setOnHand(sku, 0),
    ],
    [
      'units that another order holds',
      { availability: 'in_stock', orderableQuantity: 1, issues: ['insufficient_stock'] },
      async (sku) => void (await shop.order({ [sku]: 4 })),
    ],
    [
      'both at once',
      { unitPriceMinor: 7, availability: 'out_of_stock', issues: ['price_changed', 'insufficient_stock'] },
      async (sku, slug) => {
        await shop.setOnHand(sku, 0);
        await changeProduct(slug, { variants: [{ sku, priceMinor: 7 }] });
      },
    ],
    [
      'an archived product',
      { title: null, productId: null, unitPriceMinor: null, lineTotalMinor: 0, issues: ['not_sellable'] },
      (_, slug) => changeProduct(slug, { status: 'archived' }),
    ],
    [
      'a product that went back to a draft',
      { unitPriceMinor: null, issues: ['not_sellable'] },
      (_, slug) => changeProduct(slug, { status: 'draft' }),
    ],
    [
      'a variant that was switched off',
      { unitPriceMinor: null, issues: ['not_sellable'] },
      (sku, slug) => changeProduct(slug, { variants: [{ sku, priceMinor: PRICE, active: false }] }),
    ],
    [
      'units to come that may be ordered now',
      {
        availability: 'backorder',
        orderableQuantity: 3,
        availableFrom: '2027-03-01T00:00:00.000Z',
        issues: [],
      },
      async (sku) => {
        await shop.setOnHand(sku, 0);
        const rules = { policy: 'backorder', backorderLimit: 3, availableFrom: '2027-03-01T00:00:00Z' };
        await shop.setRules(sku, rules);
      },
    ],
  ];

  it.each(changes)('is %s as soon as that is so', async (_, expected, change) => {
    const { cart, sku, slug } = await cartWithProduct();
    const before = await cart.read().expect(200);
    expect(before.body).toMatchObject({
      subtotalMinor: 2 * PRICE,
      items: [
        {
          sku,
          quantity: 2,
          unitPriceMinor: PRICE,
          availability: 'in_stock',
          orderableQuantity: 5,
          issues: [],
        },
      ],
    });

    await change(sku, slug);

    const after = await cart.read().expect(200);
    expect(after.body).toMatchObject({ items: [{ sku, quantity: 2, ...expected }] });
    const { items, subtotalMinor } = after.body as CartBody;
    expect(subtotalMinor).toBe(items[0]!.lineTotalMinor);
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
    // What the client shows has changed, the cart itself has not: its version still holds for a change.
    await cart.setNote('seen', before.headers['etag']).expect(200);
  });

  it('takes the price as seen once the customer touches the line', async () => {
    const { cart, sku, slug } = await cartWithProduct();
    await changeProduct(slug, { variants: [{ sku, priceMinor: 150_00 }] });

    const { body } = await cart.setQuantity(sku, 1).expect(200);

    expect(body).toMatchObject({
      items: [{ unitPriceMinor: 150_00, seenUnitPriceMinor: 150_00, issues: [] }],
    });
  });

  it('counts only what is on sale', async () => {
    const { cart, slug } = await cartWithProduct();
    const other = await shop.addProduct(1, { priceMinor: 30_00 });
    await cart.add(other, 1).expect(200);

    await changeProduct(slug, { status: 'archived' });

    expect(await cart.body()).toMatchObject({ subtotalMinor: 30_00 });
    const quote = await shop.http
      .get(`/v1/carts/${cart.id}/quote?country=EG&shippingMethod=standard`)
      .set(cart.headers)
      .expect(200);
    expect(quote.body).toMatchObject({ totals: { itemsMinor: 30_00 } });
  });

  it('offers no more units than a line takes', async () => {
    const { cart } = await cartWithProduct(5_000);

    expect((await cart.body()).items[0]).toMatchObject({ orderableQuantity: 999 });
  });

  it('lets an item that is not on sale any more be removed, but not be changed or ordered', async () => {
    const { cart, sku, slug } = await cartWithProduct();
    await changeProduct(slug, { status: 'archived' });

    for (const change of [cart.add(sku, 1), cart.setQuantity(sku, 1)]) {
      expect(await change).toMatchObject({ status: 422, body: { code: 'carts.sku_not_sellable', sku } });
    }
    expect(await shop.place(cart)).toMatchObject({
      status: 409,
      body: { code: 'orders.not_sellable', skus: [sku] },
    });
    await cart.remove(sku).expect(200);

    expect(await cart.units()).toEqual({});
  });
});
