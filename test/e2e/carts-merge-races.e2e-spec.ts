import { jest } from '@jest/globals';
import { CartRepository } from '../../src/modules/carts/cart.repository.js';
import { type CartBody, customer, TestCart, unitsOf } from '../support/cart.js';
import { TestShop } from '../support/shop.js';

describe('merging carts', () => {
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

  const guestWith = (lines: Record<string, number>) => TestCart.ofGuest(shop, lines);
  const customerWith = (lines: Record<string, number>) => TestCart.ofCustomer(shop, undefined, lines);

  describe.each([
    ['a customer who has a cart', true],
    ['a customer who has none', false],
  ])('at the same time, for %s,', (_, hasCart) => {
    it('adds the guest’s lines once however often it is asked to', async () => {
      const owner = hasCart ? (await customerWith({ [a]: 2 })).headers : await customer(shop);
      const guest = await guestWith({ [a]: 3, [b]: 1 });

      const answers = await Promise.all(Array.from({ length: 8 }, () => guest.merge(owner)));
      const again = await guest.merge(owner);

      const expected = { status: 200, units: { [a]: hasCart ? 5 : 3, [b]: 1 } };
      for (const { status, body } of [...answers, again]) {
        expect({ status, units: unitsOf(body as CartBody) }).toEqual(expected);
      }
    });

    it('adds them once when another merge comes between its reads', async () => {
      const owner = hasCart ? (await customerWith({ [a]: 2 })).headers : await customer(shop);
      const guest = await guestWith({ [a]: 3 });
      const carts = shop.test.app.get(CartRepository);
      const findNewestOf = carts.findNewestOf.bind(carts);
      jest.spyOn(carts, 'findNewestOf').mockImplementationOnce(async (...args) => {
        await guest.merge(owner).expect(200);
        return findNewestOf(...args);
      });

      const { body } = await guest.merge(owner).expect(200);

      expect(unitsOf(body as CartBody)).toEqual({ [a]: hasCart ? 5 : 3 });
    });

    it('loses nothing that the guest’s other tab adds', async () => {
      const owner = hasCart ? (await customerWith({ [b]: 1 })).headers : await customer(shop);
      const guest = await guestWith({ [a]: 1 });

      const [merged, ...added] = await Promise.all([
        guest.merge(owner),
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
        guest.merge(owner).expect(200),
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
      ['takeIn', 'a repeat', (guest: TestCart, own: TestCart) => guest.merge(own.headers).expect(200)],
      ['closeMerged', 'a repeat', (guest: TestCart, own: TestCart) => guest.merge(own.headers).expect(200)],
      ['takeIn', 'the sweeper', () => shop.sweep()],
      ['closeMerged', 'the sweeper', () => shop.sweep()],
    ] as const)('before %s it is finished by %s', async (method, _by, finish) => {
      const own = await customerWith({ [a]: 2 });
      const guest = await guestWith({ [a]: 3, [b]: 1 });
      interrupt(method);
      await guest.merge(own.headers, { mode: 'keep' }).expect(500);
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
      await guest.merge(own.headers).expect(500);
      await shop.place(own).expect(201);

      await shop.sweep();

      expect(await guest.body()).toMatchObject({ status: 'active', items: [{ sku: b, quantity: 1 }] });
      expect((await guest.merge(own.headers).expect(200)).body).toMatchObject({ id: guest.id });
    });
  });
});
