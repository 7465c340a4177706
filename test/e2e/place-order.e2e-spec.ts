import { randomUUID } from 'node:crypto';
import { ADDRESS, TestShop } from '../support/shop.js';

describe('POST /v1/orders', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(() => shop.close());

  it('snapshots prices, tax and address, and holds the stock', async () => {
    const sku = await shop.addProduct(10, { priceMinor: 114_00 });

    const { order } = await shop.order({ [sku]: 2 });

    expect(order).toMatchObject({
      status: 'pending',
      paymentStatus: 'unpaid',
      fulfilmentStatus: 'unfulfilled',
      currency: 'EGP',
      taxIncluded: true,
      lines: [{ sku, quantity: 2, totalMinor: 228_00, netMinor: 200_00, taxMinor: 28_00, taxRate: 1400 }],
      shippingAddress: { city: 'Cairo', country: 'EG' },
    });
    expect(await shop.stock(sku)).toEqual({ onHand: 10, available: 8, reserved: 2 });
  });

  it('keeps the snapshot when the catalogue is edited afterwards', async () => {
    const sku = await shop.addProduct(5, { priceMinor: 100_00 });
    const { order, headers } = await shop.order({ [sku]: 1 });
    const found = await shop.http.get(`/v1/orders/${order.id}`).set(headers).expect(200);
    const { items } = (await shop.http.get(`/v1/products?search=${sku}`).set(shop.admin)).body as {
      items: { id: string }[];
    };
    const product = await shop.http.get(`/v1/products/${items[0]!.id}`).set(shop.admin).expect(200);

    await shop.http
      .patch(`/v1/products/${items[0]!.id}`)
      .set({ ...shop.admin, 'If-Match': String(product.headers['etag']) })
      .send({ name: { en: 'Renamed' }, variants: [{ sku, priceMinor: 999_00 }] })
      .expect(200);

    const again = await shop.http.get(`/v1/orders/${order.id}`).set(headers).expect(200);
    expect(again.text).toBe(found.text);
  });

  it('answers a repeat under the same key with the same bytes', async () => {
    const sku = await shop.addProduct(5);
    const cart = await shop.cartWith({ [sku]: 1 });
    const key = randomUUID();

    const first = await shop.place(cart, {}, key).expect(201);
    const second = await shop.place(cart, {}, key).expect(201);

    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({ 'idempotent-replayed': 'true', etag: first.headers['etag'] });
    expect(await shop.stock(sku)).toMatchObject({ reserved: 1 });
  });

  it('refuses the same key for another body', async () => {
    const sku = await shop.addProduct(5);
    const cart = await shop.cartWith({ [sku]: 1 });
    const key = randomUUID();
    await shop.place(cart, {}, key).expect(201);

    const other = await shop.place(cart, { paymentMethod: 'cod' }, key);

    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
  });

  it('makes one order of a cart that is placed 50 times at once', async () => {
    const sku = await shop.addProduct(100);
    const cart = await shop.cartWith({ [sku]: 1 });

    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.place(cart)));

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(49);
    expect(await shop.stock(sku)).toEqual({ onHand: 100, available: 99, reserved: 1 });
  });

  it('answers 50 requests with one key at once with one order, in identical bytes or 409', async () => {
    const sku = await shop.addProduct(100);
    const cart = await shop.cartWith({ [sku]: 1 });
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.place(cart, {}, key)));

    const created = answers.filter(({ status }) => status === 201);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    for (const { status, body, headers } of answers.filter((answer) => answer.status !== 201)) {
      expect({ status, code: (body as { code: string }).code }).toEqual({
        status: 409,
        code: 'idempotency.in_flight',
      });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(await shop.stock(sku)).toMatchObject({ reserved: 1 });
  });

  it('takes the last unit once when two carts want it', async () => {
    const sku = await shop.addProduct(1);
    const carts = await Promise.all([shop.cartWith({ [sku]: 1 }), shop.cartWith({ [sku]: 1 })]);

    const answers = await Promise.all(carts.map((cart) => shop.place(cart)));

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
      code: 'orders.insufficient_stock',
      shortages: [{ sku, requested: 1, available: 0 }],
    });
    expect(await shop.stock(sku)).toEqual({ onHand: 1, available: 0, reserved: 1 });
  });

  it('takes nothing of any item when one is short, and gives the cart back', async () => {
    const plenty = await shop.addProduct(10);
    const rare = await shop.addProduct(1);
    const cart = await shop.cartWith({ [plenty]: 2, [rare]: 1 });
    await shop.order({ [rare]: 1 });

    await shop.place(cart).expect(409);

    expect(await shop.stock(plenty)).toEqual({ onHand: 10, available: 10, reserved: 0 });
    const { body } = await shop.http.get(`/v1/carts/${cart.id}`).set(cart.headers).expect(200);
    expect(body).toMatchObject({ status: 'active' });
    await shop.http
      .delete(`/v1/carts/${cart.id}/items/${rare}`)
      .set({ ...cart.headers, 'If-Match': '*' })
      .expect(200);
    await shop.place(cart).expect(201);
  });

  it('says the new total when it is not the one that the customer was shown', async () => {
    const sku = await shop.addProduct(5, { priceMinor: 2000_00 });
    const cart = await shop.cartWith({ [sku]: 1 });

    const refused = await shop.place(cart, { expectedTotalMinor: 1 });

    expect(refused).toMatchObject({ status: 409, body: { code: 'orders.total_changed', currency: 'EGP' } });
    const { totalMinor } = refused.body as { totalMinor: number };
    await shop.place(cart, { expectedTotalMinor: totalMinor }).expect(201);
  });

  it('tells the same total beforehand in the quote of the cart', async () => {
    const sku = await shop.addProduct(5, { priceMinor: 333_33, weightGrams: 700 });
    const cart = await shop.cartWith({ [sku]: 3 });
    const query = 'country=EG&governorate=Cairo&shippingMethod=standard&paymentMethod=cod';

    const quote = await shop.http.get(`/v1/carts/${cart.id}/quote?${query}`).set(cart.headers).expect(200);

    const { totals } = quote.body as { totals: { grandTotalMinor: number } };
    const placed = await shop.place(cart, {
      paymentMethod: 'cod',
      expectedTotalMinor: totals.grandTotalMinor,
    });
    expect(placed.status).toBe(201);
  });

  it('gives every order another number', async () => {
    const sku = await shop.addProduct(100);
    const carts = await Promise.all(Array.from({ length: 20 }, () => shop.cartWith({ [sku]: 1 })));

    const orders = await Promise.all(carts.map((cart) => shop.place(cart).expect(201)));

    const numbers = orders.map(({ body }) => (body as { number: string }).number);
    expect(new Set(numbers).size).toBe(20);
    for (const number of numbers) expect(number).toMatch(/^ORD-\d{8}$/);
  });

  describe('refuses, and changes nothing,', () => {
    let sku: string;
    beforeAll(async () => {
      sku = await shop.addProduct(50);
    });
    afterEach(async () => {
      expect(await shop.stock(sku)).toEqual({ onHand: 50, available: 50, reserved: 0 });
    });

    it('an empty cart', async () => {
      const cart = await shop.cartWith({});
      expect(await shop.place(cart)).toMatchObject({ status: 422, body: { code: 'orders.empty_cart' } });
    });

    it('a foreign cart, like a missing one', async () => {
      const mine = await shop.cartWith({ [sku]: 1 });
      const other = await shop.cartWith({});
      const foreign = await shop.place({ id: mine.id, headers: other.headers });
      const missing = await shop.place({ id: '0'.repeat(24), headers: other.headers });
      const sameBut = (body: object) => ({ ...body, requestId: '' });
      expect(foreign.status).toBe(404);
      expect(sameBut(foreign.body as object)).toEqual(sameBut(missing.body as object));
    });

    it('a guest without an e-mail address', async () => {
      const cart = await shop.cartWith({ [sku]: 1 });
      expect(await shop.place(cart, { email: undefined })).toMatchObject({
        status: 422,
        body: { code: 'orders.email_required' },
      });
    });

    it('an address that nothing is delivered to', async () => {
      const cart = await shop.cartWith({ [sku]: 1 });
      const shippingAddress = { ...ADDRESS, country: 'AQ' };
      expect(await shop.place(cart, { shippingAddress })).toMatchObject({
        status: 422,
        body: { code: 'orders.shipping_unavailable' },
      });
    });

    it('a request without an Idempotency-Key', async () => {
      const cart = await shop.cartWith({ [sku]: 1 });
      const answer = await shop.http.post('/v1/orders').set(cart.headers).send({ cartId: cart.id });
      expect(answer).toMatchObject({ status: 400 });
    });

    it.each([
      ['an unknown field', { grandTotalMinor: 1 }],
      ['a price of the client’s own', { lines: [{ sku: 'X', unitPriceMinor: 1 }] }],
      ['an unknown payment method', { paymentMethod: 'gold' }],
      ['an address that is a string', { shippingAddress: 'Cairo' }],
      ['a cart id that is an object', { cartId: { $ne: null } }],
      ['a total that is not whole', { expectedTotalMinor: 1.5 }],
    ])('%s', async (_, overrides) => {
      const cart = await shop.cartWith({ [sku]: 1 });
      expect(await shop.place(cart, overrides)).toMatchObject({
        status: 400,
        body: { code: 'request.validation_failed' },
      });
    });
  });
});
