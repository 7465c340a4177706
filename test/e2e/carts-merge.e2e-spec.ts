import { Types } from 'mongoose';
import { buildStoredProduct } from '../factories/catalogue.factory.js';
import { type CartBody, customer, TestCart, unitsOf } from '../support/cart.js';
import { TestShop } from '../support/shop.js';

describe('POST /v1/carts/merge', () => {
  let shop: TestShop;
  let a: string, b: string, c: string;
  beforeAll(async () => {
    shop = await TestShop.open();
    [a, b, c] = [await shop.addProduct(9_999), await shop.addProduct(9_999), await shop.addProduct(9_999)];
  });
  afterAll(() => shop.close());

  const guestWith = (lines: Record<string, number>) => TestCart.ofGuest(shop, lines);
  const customerWith = (lines: Record<string, number>) => TestCart.ofCustomer(shop, undefined, lines);

  it.each([
    ['sum', () => ({ [a]: 5, [b]: 1, [c]: 4 })],
    [undefined, () => ({ [a]: 5, [b]: 1, [c]: 4 })],
    ['keep', () => ({ [a]: 2, [b]: 1, [c]: 4 })],
    ['replace', () => ({ [a]: 3, [c]: 4 })],
  ])('brings both together by %s', async (mode, expected) => {
    const own = await customerWith({ [a]: 2, [b]: 1 });
    const guest = await guestWith({ [a]: 3, [c]: 4 });

    const { body, headers } = await guest.merge(own.headers, { mode }).expect(200);

    expect(body).toMatchObject({ id: own.id, status: 'active' });
    expect(unitsOf(body as CartBody)).toEqual(expected());
    expect(headers['etag']).toBe(await own.etag());
    expect(await guest.body()).toMatchObject({ status: 'merged' });
  });

  it('gives the guest’s cart to a customer who has none', async () => {
    const owner = await customer(shop);
    const guest = await guestWith({ [a]: 2 });

    const { body } = await guest.merge(owner).expect(200);

    expect(body).toMatchObject({ id: guest.id, status: 'active', items: [{ sku: a, quantity: 2 }] });
    await guest.read().expect(404);
    await guest.as(owner).add(b, 1).expect(200);
  });

  it('cuts off what goes beyond the limits of a line and of a cart', async () => {
    const products = Array.from({ length: 99 }, () => buildStoredProduct());
    await shop.test.db.collection('products').insertMany(products);
    const own = await customerWith({ [a]: 600 });
    const lines = products.map(({ variants }) => ({
      sku: variants[0]!.sku,
      quantity: 1,
      seenUnitPriceMinor: 1,
    }));
    await shop.test.db
      .collection('carts')
      .updateOne({ _id: new Types.ObjectId(own.id) }, { $push: { lines: { $each: lines } as never } });
    const guest = await guestWith({ [a]: 600, [b]: 1 });

    const { body } = await guest.merge(own.headers).expect(200);

    const units = unitsOf(body as CartBody);
    expect(Object.keys(units)).toHaveLength(100);
    expect(units).toMatchObject({ [a]: 999 });
    expect(units).not.toHaveProperty(b);
  });

  describe('refuses, and changes nothing,', () => {
    it.each([
      ['a guest’s cart without its token', async () => (await guestWith({ [a]: 1 })).as({})],
      [
        'a guest’s cart with another token',
        async () => (await guestWith({ [a]: 1 })).as((await guestWith({})).headers),
      ],
      ['another customer’s cart', async () => (await customerWith({ [a]: 1 })).as({})],
      ['a cart that does not exist', async () => (await guestWith({})).as({}, '0'.repeat(24))],
    ])('%s', async (_, take) => {
      const own = await customerWith({ [b]: 1 });

      const answer = await (await take()).merge(own.headers);

      expect(answer).toMatchObject({ status: 404, body: { code: 'carts.not_found' } });
      expect(await own.units()).toEqual({ [b]: 1 });
    });

    it('a cart that went into somebody else’s', async () => {
      const guest = await guestWith({ [a]: 1 });
      await guest.merge((await customerWith({ [b]: 1 })).headers).expect(200);
      const other = await customerWith({ [c]: 1 });

      await guest.merge(other.headers).expect(404);

      expect(await other.units()).toEqual({ [c]: 1 });
    });

    it('a cart that has been ordered, naming the order', async () => {
      const guest = await guestWith({ [a]: 1 });
      const { body: order } = await shop.place(guest).expect(201);

      const answer = await guest.merge((await customerWith({})).headers);

      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'carts.already_ordered', orderId: (order as { id: string }).id },
      });
    });

    it.each([{ mode: 'max' }, { guestCartId: 'x' }, { guestCartId: { $ne: null } }, { userId: 'x' }])(
      'a request with %p',
      async (body) => {
        const answer = await (await guestWith({})).merge((await customerWith({})).headers, body);

        expect(answer).toMatchObject({ status: 400, body: { code: 'request.validation_failed' } });
      },
    );

    it('a guest', async () => {
      const guest = await guestWith({});
      await guest.merge({}).expect(401);
    });
  });

  it('refuses changes of a cart that has been merged', async () => {
    const own = await customerWith({ [b]: 1 });
    const guest = await guestWith({ [a]: 1 });
    await guest.merge(own.headers).expect(200);

    for (const request of [
      guest.add(a, 1),
      guest.add(b, 1),
      guest.setQuantity(a, 2),
      guest.remove(a),
      guest.setNote('x'),
    ]) {
      expect(await request).toMatchObject({ status: 409, body: { code: 'carts.merged' } });
    }
    expect(await own.units()).toEqual({ [a]: 1, [b]: 1 });
  });
});
