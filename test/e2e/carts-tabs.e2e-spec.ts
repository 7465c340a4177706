import { TestCart } from '../support/cart.js';
import { TestShop } from '../support/shop.js';

const UNKNOWN_SKU = 'NOT-IN-THE-CART';

describe('a cart that is edited in several tabs', () => {
  let shop: TestShop;
  let shirt: string, book: string;
  beforeAll(async () => {
    shop = await TestShop.open();
    [shirt, book] = [await shop.addProduct(9_999), await shop.addProduct(9_999)];
  });
  afterAll(() => shop.close());

  const newCart = () => TestCart.ofGuest(shop, { [shirt]: 2, [book]: 1 });

  /** Every change, with the version that it is made conditional on; all but adding must name one. */
  const changes: [string, (cart: TestCart, etag: string) => ReturnType<TestCart['add']>][] = [
    ['adding', (cart, etag) => cart.add(shirt, 1, etag)],
    ['setting a quantity', (cart, etag) => cart.setQuantity(shirt, 7, etag)],
    ['removing', (cart, etag) => cart.remove(shirt, etag)],
    ['noting', (cart, etag) => cart.setNote('new', etag)],
  ];

  describe.each(changes)('%s', (_, change) => {
    it('happens on the version that was read, and answers the next one', async () => {
      const cart = await newCart();
      const etag = await cart.etag();

      const answer = await change(cart, etag).expect(200);

      expect(answer.headers['etag']).not.toBe(etag);
      const again = await cart.read().expect(200);
      expect(again.headers['etag']).toBe(answer.headers['etag']);
      expect(again.body).toEqual(answer.body);
    });

    it.each([
      ['an older version', (old: string) => old],
      ['a version to come', () => '"v9"'],
      ['a tag that the API never made', () => '"abc"'],
      ['a weak tag', (old: string) => `W/${old}`],
      ['no tag at all', () => 'v1'],
    ])('is refused on %s with 412 and changes nothing', async (_tag, tagOf) => {
      const cart = await newCart();
      const old = await cart.etag();
      const { body: changed } = await cart.setNote('from the other tab', old).expect(200);

      const answer = await change(cart, tagOf(old));

      expect(answer).toMatchObject({ status: 412, body: { code: 'request.stale_version' } });
      expect(await cart.body()).toEqual(changed);
    });

    it('is refused on several tags at once', async () => {
      const cart = await newCart();

      expect(await change(cart, '"v1", "v2"')).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: 'If-Match' }] },
      });
    });

    it('is made by one of ten tabs that start from the same version', async () => {
      const cart = await newCart();
      const etag = await cart.etag();

      const answers = await Promise.all(Array.from({ length: 10 }, () => change(cart, etag)));

      const made = answers.filter(({ status }) => status === 200);
      expect(made).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
      expect(await cart.body()).toEqual(made[0]!.body);
    });
  });

  it.each(['items/SKU', ''])('requires a version (/%s)', async (path) => {
    const cart = await newCart();
    const before = await cart.body();
    const url = `/v1/carts/${cart.id}/${path.replace('SKU', shirt)}`;
    const requests = path === '' ? [shop.http.patch(url)] : [shop.http.patch(url), shop.http.delete(url)];

    for (const request of requests) {
      const body = path === '' ? { note: 'x' } : { quantity: 3 };
      expect(await request.set(cart.headers).send(body)).toMatchObject({
        status: 428,
        body: { code: 'request.if_match_required' },
      });
    }
    expect(await cart.body()).toEqual(before);
  });

  it('tells a stale version before a missing line', async () => {
    const cart = await newCart();
    const etag = await cart.etag();
    await cart.setNote('x').expect(200);

    await cart.remove(UNKNOWN_SKU, etag).expect(412);
    await cart.remove(UNKNOWN_SKU).expect(404);
  });

  it('loses none of the units that many tabs add at once', async () => {
    const cart = await TestCart.ofGuest(shop);

    await Promise.all(
      Array.from({ length: 30 }, (_, tab) =>
        cart.add(tab % 2 === 0 ? shirt : book, (tab % 3) + 1).expect(200),
      ),
    );

    expect(await cart.units()).toEqual({ [shirt]: 30, [book]: 30 });
  });

  it('loses no edit when tabs read again after they were refused', async () => {
    const cart = await TestCart.ofGuest(shop, { [shirt]: 1 });
    const addOne = async (): Promise<void> => {
      for (;;) {
        const { body, headers } = await cart.read().expect(200);
        const { quantity } = (body as { items: { quantity: number }[] }).items[0]!;
        const { status } = await cart.setQuantity(shirt, quantity + 1, headers['etag']);
        if (status === 200) return;
        expect(status).toBe(412);
      }
    };

    await Promise.all(Array.from({ length: 8 }, addOne));

    expect(await cart.units()).toEqual({ [shirt]: 9 });
  });

  it('orders what the cart holds and refuses every change from then on', async () => {
    const cart = await newCart();
    const [placed, ...added] = await Promise.all([
      shop.place(cart),
      ...Array.from({ length: 10 }, () => cart.add(shirt, 1)),
    ]);
    // The changed cart is refused rather than ordered as nobody saw it; the customer tries again.
    const order = placed.status === 201 ? placed : await shop.place(cart).expect(201);

    const taken = added.filter(({ status }) => status === 200).length;
    const lines = (order.body as { lines: { sku: string; quantity: number }[] }).lines;
    expect(lines.find(({ sku }) => sku === shirt)?.quantity).toBe(2 + taken);
    for (const [, change] of changes) {
      expect(await change(cart, '*')).toMatchObject({
        status: 409,
        body: { code: 'carts.already_ordered', orderId: (order.body as { id: string }).id },
      });
    }
  });
});
