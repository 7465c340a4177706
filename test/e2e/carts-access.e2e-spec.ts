import { jest } from '@jest/globals';
import { Types } from 'mongoose';
import { customer, TestCart } from '../support/cart.js';
import { moveTime } from '../support/clock.js';
import { TestShop } from '../support/shop.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const NO_CART = '0'.repeat(24);

describe('a cart that the caller does not own', () => {
  let shop: TestShop;
  let sku: string;
  beforeAll(async () => {
    shop = await TestShop.open();
    sku = await shop.addProduct(5_000);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => shop.close());

  const stored = async ({ id }: { id: string }) =>
    shop.test.db.collection('carts').findOne({ _id: new Types.ObjectId(id) });

  const guestCart = () => TestCart.ofGuest(shop, { [sku]: 1 });
  const customerCart = () => TestCart.ofCustomer(shop, undefined, { [sku]: 1 });

  const requests: [string, (cart: TestCart) => ReturnType<TestCart['read']>][] = [
    ['reading', (cart) => cart.read()],
    ['adding', (cart) => cart.add(sku, 1)],
    ['setting a quantity', (cart) => cart.setQuantity(sku, 3)],
    ['removing', (cart) => cart.remove(sku)],
    ['noting', (cart) => cart.setNote('mine now')],
    ['asking for a quote', (cart) => shop.http.get(quotePath(cart)).set(cart.headers)],
  ];
  const strangers: [string, () => Promise<TestCart>][] = [
    ['a guest without a token', async () => (await guestCart()).as({})],
    [
      'a guest with another cart’s token',
      async () => (await guestCart()).as((await TestCart.ofGuest(shop)).headers),
    ],
    ['a guest with a malformed token', async () => (await guestCart()).as({ 'X-Cart-Token': '$ne' })],
    ['a customer, of a guest’s cart', async () => (await guestCart()).as(await customer(shop))],
    ['another customer', async () => (await customerCart()).as(await customer(shop))],
    ['a member of the staff', async () => (await customerCart()).as(shop.admin)],
    [
      'its guest after it has expired',
      async () => {
        const cart = await guestCart();
        moveTime(shop.test, 31 * DAY_MS);
        return cart;
      },
    ],
  ];
  const cases = strangers.flatMap(([who, as]) =>
    requests.map(([what, request]) => [what, who, as, request] as const),
  );

  it.each(cases)('answers %s by %s like one that does not exist', async (_what, _who, as, request) => {
    const cart = await as();
    const before = await stored(cart);

    const foreign = await request(cart);
    const missing = await request(cart.as(cart.headers, NO_CART));

    expect(foreign).toMatchObject({ status: 404, body: { code: 'carts.not_found' } });
    const anonymous = ({ text }: { text: string }, id: string) =>
      text.replaceAll(id, 'ID').replace(/"requestId":"[^"]+"/, '');
    expect(anonymous(foreign, cart.id)).toBe(anonymous(missing, NO_CART));
    expect(await stored(cart)).toEqual(before);
  });

  function quotePath({ id }: TestCart): string {
    return `/v1/carts/${id}/quote?country=EG`;
  }
});
