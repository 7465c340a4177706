import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import { hashCartToken } from '../../src/modules/carts/index.js';
import type { StockItemRecord } from '../../src/modules/inventory/stock-item.schema.js';
import type { GuestCart, OrderBody, TestShop } from './shop.js';

/** What each buyer asks for beyond the usual, by the buyer's place in the crowd. */
type Wishes = (index: number) => Record<string, unknown>;

export interface RushOutcome {
  orders: OrderBody[];
  /** The carts of those who came too late. */
  refused: GuestCart[];
  /** How often the shelves were looked at meanwhile. */
  looks: number;
}

/**
 * So many guests with a cart of one unit each. The first cart is made through the API, the others are stored as the API
 * has stored that one: thousands of requests for carts would only take time.
 */
export async function gatherCrowd(shop: TestShop, size: number, sku: string): Promise<GuestCart[]> {
  const { id } = await shop.cartWith({ [sku]: 1 });
  const carts = shop.test.db.collection('carts');
  const cart = await carts.findOne({ _id: new Types.ObjectId(id) });
  const guests = Array.from({ length: size }, () => ({
    _id: new Types.ObjectId(),
    token: randomBytes(32).toString('base64url'),
  }));
  await carts.insertMany(guests.map(({ _id, token }) => ({ ...cart, _id, tokenHash: hashCartToken(token) })));
  return guests.map(({ _id, token }) => ({ id: _id.toHexString(), headers: { 'X-Cart-Token': token } }));
}

/** All order at the same time. Whoever gets nothing must be told that nothing is left, and no look at the shelves may find them wrong. */
export async function rush(
  shop: TestShop,
  sku: string,
  crowd: GuestCart[],
  wishes: Wishes = () => ({}),
): Promise<RushOutcome> {
  const placing = Promise.all(
    crowd.map(async (cart, index) => ({ cart, answer: await shop.place(cart, wishes(index)) })),
  );
  const looks = await watchShelves(shop, sku, placing);
  const answers = await placing;
  const won = answers.filter(({ answer }) => answer.status === 201);
  const lost = answers.filter(({ answer }) => answer.status !== 201);
  for (const { answer } of lost) {
    const { code } = answer.body as { code: string };
    expect({ status: answer.status, code }).toEqual({ status: 409, code: 'orders.insufficient_stock' });
  }
  return {
    orders: won.map(({ answer }) => answer.body as OrderBody),
    refused: lost.map(({ cart }) => cart),
    looks,
  };
}

/** Looks at the shelves of a SKU again and again until something is over, and answers how often. Every look must find them right. */
export async function watchShelves(shop: TestShop, sku: string, event: Promise<unknown>): Promise<number> {
  const state = { isOver: false };
  const end = (): void => void (state.isOver = true);
  void event.then(end, end);
  let looks = 0;
  for (; !state.isOver; looks++) {
    for (const { onHand, available, reservations } of await shelvesOf(shop, sku)) {
      const reserved = reservations.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(available).toBeGreaterThanOrEqual(0);
      expect(available + reserved).toBe(onHand);
    }
  }
  await event;
  return looks;
}

/** Every shelf of a SKU, the first one first. */
export async function shelvesOf({ test: { db } }: TestShop, sku: string): Promise<StockItemRecord[]> {
  return db.collection<StockItemRecord>('stock_items').find({ sku }).sort({ shelf: 1 }).toArray();
}
