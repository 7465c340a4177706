import { hash } from 'node:crypto';
import { jest } from '@jest/globals';
import { Types } from 'mongoose';
import { buildStoredProduct } from '../factories/catalogue.factory.js';
import { type CartBody, customer, TestCart } from '../support/cart.js';
import { moveTime } from '../support/clock.js';
import { TestShop } from '../support/shop.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('/v1/carts', () => {
  let shop: TestShop;
  let sku: string;
  beforeAll(async () => {
    shop = await TestShop.open();
    sku = await shop.addProduct(5_000, { priceMinor: 100_00 });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => shop.close());

  const stored = async ({ id }: { id: string }) =>
    shop.test.db.collection('carts').findOne({ _id: new Types.ObjectId(id) });

  describe('owning', () => {
    it('hands a guest the token once and keeps only its hash', async () => {
      const { body, headers } = await shop.http.post('/v1/carts').expect(201);
      const { id, token } = body as CartBody;

      expect(token).toMatch(/^[\w-]{43}$/);
      expect(headers['location']).toBe(`/v1/carts/${id}`);
      const document = await stored({ id });
      expect(document).toMatchObject({ tokenHash: hash('sha256', token!, 'base64url'), status: 'active' });
      expect(JSON.stringify(document)).not.toContain(token);
      const again = await shop.http.get(`/v1/carts/${id}`).set('X-Cart-Token', token!).expect(200);
      expect(again.body).not.toHaveProperty('token');
    });

    it('needs no token for the cart of a customer, and gives none', async () => {
      const cart = await TestCart.ofCustomer(shop);

      expect(await cart.body()).not.toHaveProperty('token');
      expect(await stored(cart)).not.toHaveProperty('tokenHash');
    });

    it('tells a customer the cart that was changed last', async () => {
      const first = await TestCart.ofCustomer(shop);
      const second = await TestCart.ofCustomer(shop, first.headers);
      const current = () => shop.http.get('/v1/carts/current').set(first.headers);
      await second.add(sku, 1).expect(200);
      expect((await current()).body).toMatchObject({ id: second.id });

      await first.setNote('the older cart').expect(200);

      expect((await current()).body).toMatchObject({ id: first.id, note: 'the older cart' });
    });

    it('has no current cart for a customer who never had one', async () => {
      const answer = await shop.http.get('/v1/carts/current').set(await customer(shop));

      expect(answer).toMatchObject({ status: 404, body: { code: 'carts.not_found' } });
    });
  });

  describe('quantities', () => {
    const bad = [0, -1, 1.5, 1000, 1e9, 1e21, '2', null, true, {}, [], undefined] as unknown as number[];
    const writes: [string, (cart: TestCart, quantity: number) => ReturnType<TestCart['add']>][] = [
      ['adding', (cart, quantity) => cart.add(sku, quantity)],
      ['setting', (cart, quantity) => cart.setQuantity(sku, quantity)],
    ];

    it.each(writes.flatMap(([name, write]) => bad.map((quantity) => [name, quantity, write] as const)))(
      'refuses %s %p units and changes nothing',
      async (_, quantity, write) => {
        const cart = await TestCart.ofGuest(shop);
        await cart.add(sku, 2).expect(200);
        const before = await stored(cart);

        const answer = await write(cart, quantity);

        expect(answer).toMatchObject({
          status: 400,
          body: { code: 'request.validation_failed', errors: [{ pointer: '/quantity' }] },
        });
        expect(await stored(cart)).toEqual(before);
      },
    );

    it('adds to the line that a SKU has', async () => {
      const cart = await TestCart.ofGuest(shop);
      await cart.add(sku, 2).expect(200);

      const { body } = await cart.add(sku, 3).expect(200);

      expect(body).toMatchObject({ items: [{ sku, quantity: 5, lineTotalMinor: 500_00 }] });
      expect(body).toMatchObject({ subtotalMinor: 500_00, currency: 'EGP' });
    });

    it('fills a line up to 999 units and not beyond', async () => {
      const cart = await TestCart.ofGuest(shop);
      await cart.add(sku, 990).expect(200);

      expect(await cart.add(sku, 10)).toMatchObject({ status: 422, body: { code: 'carts.limit_exceeded' } });

      expect(await cart.units()).toEqual({ [sku]: 990 });
      await cart.add(sku, 9).expect(200);
      expect(await cart.units()).toEqual({ [sku]: 999 });
    });

    it('takes 100 different items and not one more', async () => {
      const products = Array.from({ length: 101 }, () => buildStoredProduct());
      await shop.test.db.collection('products').insertMany(products);
      const skus = products.map(({ variants }) => variants[0]!.sku);
      const cart = await TestCart.ofGuest(shop);
      for (const each of skus.slice(0, 99)) await cart.add(each, 1).expect(200);

      // Two tabs are after the last place.
      const answers = await Promise.all(skus.slice(99).map((each) => cart.add(each, 1)));

      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
      expect((await cart.body()).items).toHaveLength(100);
      await cart.add(skus[0]!, 1).expect(200);
    });

    it.each([
      ['a SKU that does not exist', () => Promise.resolve('NO-SUCH-SKU')],
      ['a variant that is switched off', () => shop.addProduct(5, { active: false })],
      ['a draft', () => shop.addProduct(5, {}, { status: 'draft' })],
    ])('does not take %s', async (_, make) => {
      const cart = await TestCart.ofGuest(shop);
      const unsold = await make();

      expect(await cart.add(unsold, 1)).toMatchObject({
        status: 422,
        body: { code: 'carts.sku_not_sellable', sku: unsold },
      });
      expect(await cart.units()).toEqual({});
    });

    it('has no line to change or remove that it does not hold', async () => {
      const cart = await TestCart.ofGuest(shop);

      for (const answer of [await cart.setQuantity(sku, 1), await cart.remove(sku)]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'carts.line_not_found' } });
      }
    });
  });

  describe('the note', () => {
    it('is kept, replaced and taken back', async () => {
      const cart = await TestCart.ofGuest(shop);
      for (const note of ['من فضلك اتصل مرتين', 'x'.repeat(500), null]) {
        expect((await cart.setNote(note).expect(200)).body).toMatchObject({ note });
        expect(await cart.body()).toMatchObject({ note });
      }
    });

    it.each([[''], ['x'.repeat(501)], [5], [{}], [undefined]])('is not %p', async (note) => {
      const cart = await TestCart.ofGuest(shop);

      expect(await cart.setNote(note as string)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/note' }] },
      });
    });

    it('goes into the order', async () => {
      const cart = await TestCart.ofGuest(shop);
      await cart.add(sku, 1).expect(200);
      await cart.setNote('Ring twice').expect(200);

      const { body } = await shop.place(cart).expect(201);

      expect(body).toMatchObject({ customerNote: 'Ring twice' });
    });
  });

  describe('expiry', () => {
    it('comes 30 days after the last change, which every change moves on', async () => {
      const cart = await TestCart.ofGuest(shop);
      const began = Date.parse((await cart.body()).expiresAt);
      expect(began - Date.now()).toBeGreaterThan(29.9 * DAY_MS);

      moveTime(shop.test, 29 * DAY_MS);
      await cart.add(sku, 1).expect(200);
      moveTime(shop.test, 58 * DAY_MS);
      await cart.setNote('still here').expect(200);

      moveTime(shop.test, 87 * DAY_MS);
      expect(await cart.units()).toEqual({ [sku]: 1 });
      moveTime(shop.test, 89 * DAY_MS);
      await cart.read().expect(404);
      await shop.place(cart).expect(404);
    });
  });
});
