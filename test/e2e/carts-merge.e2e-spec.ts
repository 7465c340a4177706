import { jest } from '@jest/globals';
import { Types } from 'mongoose';
import { CartRepository } from '../../src/modules/carts/cart.repository.js';
import { buildStoredProduct } from '../factories/catalogue.factory.js';
import { type CartBody, customer, TestCart, unitsOf } from '../support/cart.js';
import { type Headers, TestShop } from '../support/shop.js';

describe('POST /v1/carts/merge', () => {
  let shop: TestShop;
  let a: string, b: string, c: string;
  beforeAll(async () => {
    shop = await TestShop.open();
    [a, b, c] = [await shop.addProduct(9_999), await shop.addProduct(9_999), await shop.addProduct(9_999)];
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => shop.close());

  const guestWith = (lines: Record<string, number>) => fill(TestCart.ofGuest(shop), lines);
  const customerWith = (lines: Record<string, number>) => fill(TestCart.ofCustomer(shop), lines);

  function merge(guest: TestCart, owner: Headers, body: object = {}) {
    return shop.http
      .post('/v1/carts/merge')
      .set({ ...owner, ...guest.headers })
      .send({ guestCartId: guest.id, ...body });
  }

  it.each([
    ['sum', () => ({ [a]: 5, [b]: 1, [c]: 4 })],
    [undefined, () => ({ [a]: 5, [b]: 1, [c]: 4 })],
    ['keep', () => ({ [a]: 2, [b]: 1, [c]: 4 })],
    ['replace', () => ({ [a]: 3, [c]: 4 })],
  ])('brings both together by %s', async (mode, expected) => {
    const own = await customerWith({ [a]: 2, [b]: 1 });
    const guest = await guestWith({ [a]: 3, [c]: 4 });

    const { body, headers } = await merge(guest, own.headers, { mode }).expect(200);

    expect(body).toMatchObject({ id: own.id, status: 'active' });
    expect(unitsOf(body as CartBody)).toEqual(expected());
    expect(headers['etag']).toBe(await own.etag());
    expect(await guest.body()).toMatchObject({ status: 'merged' });
  });

  it('gives the guest’s cart to a customer who has none', async () => {
    const owner = await customer(shop);
    const guest = await guestWith({ [a]: 2 });

    const { body } = await merge(guest, owner).expect(200);

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

    const { body } = await merge(guest, own.headers).expect(200);

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

      const answer = await merge(await take(), own.headers);

      expect(answer).toMatchObject({ status: 404, body: { code: 'carts.not_found' } });
      expect(await own.units()).toEqual({ [b]: 1 });
    });

    it('a cart that went into somebody else’s', async () => {
      const guest = await guestWith({ [a]: 1 });
      await merge(guest, (await customerWith({ [b]: 1 })).headers).expect(200);
      const other = await customerWith({ [c]: 1 });

      await merge(guest, other.headers).expect(404);

      expect(await other.units()).toEqual({ [c]: 1 });
    });

    it('a cart that has been ordered, naming the order', async () => {
      const guest = await guestWith({ [a]: 1 });
      const { body: order } = await shop.place(guest).expect(201);

      const answer = await merge(guest, (await customerWith({})).headers);

      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'carts.already_ordered', orderId: (order as { id: string }).id },
      });
    });

    it.each([{ mode: 'max' }, { guestCartId: 'x' }, { guestCartId: { $ne: null } }, { userId: 'x' }])(
      'a request with %p',
      async (body) => {
        const answer = await merge(await guestWith({}), (await customerWith({})).headers, body);

        expect(answer).toMatchObject({ status: 400, body: { code: 'request.validation_failed' } });
      },
    );

    it('a guest', async () => {
      const guest = await guestWith({});
      await merge(guest, {}).expect(401);
    });
  });

  it('refuses changes of a cart that has been merged', async () => {
    const own = await customerWith({ [b]: 1 });
    const guest = await guestWith({ [a]: 1 });
    await merge(guest, own.headers).expect(200);

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

  describe.each([
    ['a customer who has a cart', true],
    ['a customer who has none', false],
  ])('at the same time, for %s,', (_, hasCart) => {
    it('adds the guest’s lines once however often it is asked to', async () => {
      const owner = hasCart ? (await customerWith({ [a]: 2 })).headers : await customer(shop);
      const guest = await guestWith({ [a]: 3, [b]: 1 });

      const answers = await Promise.all(Array.from({ length: 8 }, () => merge(guest, owner)));
      const again = await merge(guest, owner);

      const expected = { status: 200, units: { [a]: hasCart ? 5 : 3, [b]: 1 } };
      for (const { status, body } of [...answers, again]) {
        expect({ status, units: unitsOf(body as CartBody) }).toEqual(expected);
      }
    });

    it('loses nothing that the guest’s other tab adds', async () => {
      const owner = hasCart ? (await customerWith({ [b]: 1 })).headers : await customer(shop);
      const guest = await guestWith({ [a]: 1 });

      const [merged, ...added] = await Promise.all([
        merge(guest, owner),
        ...Array.from({ length: 10 }, () => guest.add(a, 1)),
      ]);

      expect(merged.status).toBe(200);
      const taken = added.filter(({ status }) => status === 200).length;
      for (const { status } of added) expect([200, 404, 409]).toContain(status);
      expect(await guest.as(owner, (merged.body as CartBody).id).units()).toMatchObject({ [a]: 1 + taken });
    });

    it('loses nothing that the customer’s other tab adds', async () => {
      const own = hasCart ? await customerWith({ [b]: 1 }) : undefined;
      const owner = own?.headers ?? (await customer(shop));
      const guest = await guestWith({ [a]: 1 });
      const mine = own ?? guest.as(owner);

      const [, ...added] = await Promise.all([
        merge(guest, owner).expect(200),
        ...Array.from({ length: 10 }, () => mine.add(c, 1)),
      ]);

      const taken = added.filter(({ status }) => status === 200).length;
      expect(await mine.units()).toEqual({
        [a]: 1,
        ...(hasCart && { [b]: 1 }),
        ...(taken > 0 && { [c]: taken }),
      });
    });
  });

  describe('broken off', () => {
    const interrupt = (method: 'takeIn' | 'closeMerged') =>
      jest.spyOn(shop.test.app.get(CartRepository), method).mockRejectedValueOnce(new Error('crash'));

    it.each([
      ['takeIn', 'a repeat', (guest: TestCart, own: TestCart) => merge(guest, own.headers).expect(200)],
      ['closeMerged', 'a repeat', (guest: TestCart, own: TestCart) => merge(guest, own.headers).expect(200)],
      ['takeIn', 'the sweeper', () => shop.sweep()],
      ['closeMerged', 'the sweeper', () => shop.sweep()],
    ] as const)('before %s it is finished by %s', async (method, _by, finish) => {
      const own = await customerWith({ [a]: 2 });
      const guest = await guestWith({ [a]: 3, [b]: 1 });
      interrupt(method);
      await merge(guest, own.headers, { mode: 'keep' }).expect(500);
      // Nothing is added to lines that are on their way.
      await guest.add(b, 1).expect(409);

      await finish(guest, own);

      expect(await own.units()).toEqual({ [a]: 2, [b]: 1 });
      expect(await guest.body()).toMatchObject({ status: 'merged' });
    });

    it('gives the guest’s cart back when the customer’s was ordered meanwhile', async () => {
      const own = await customerWith({ [a]: 2 });
      const guest = await guestWith({ [b]: 1 });
      interrupt('takeIn');
      await merge(guest, own.headers).expect(500);
      await shop.place(own).expect(201);

      await shop.sweep();

      expect(await guest.body()).toMatchObject({ status: 'active', items: [{ sku: b, quantity: 1 }] });
      expect((await merge(guest, own.headers).expect(200)).body).toMatchObject({ id: guest.id });
    });
  });
});

async function fill(making: Promise<TestCart>, lines: Record<string, number>): Promise<TestCart> {
  const cart = await making;
  for (const [sku, quantity] of Object.entries(lines)) await cart.add(sku, quantity).expect(200);
  return cart;
}
