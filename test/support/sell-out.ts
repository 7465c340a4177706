import { jest } from '@jest/globals';
import { moveTime } from './clock.js';
import { gatherCrowd, rush, shelvesOf } from './crowd.js';
import { expectInvariants } from './invariants.js';
import type { TestShop } from './shop.js';

const HOUR_MS = 60 * 60 * 1000;

/**
 * A scarce product from the first buyer to the last unit: everybody orders at once, every other one by card. Cash orders
 * are confirmed; cards are never charged, so their units come free and are fought for a second time, by as many of those
 * who were refused. In the end every unit is sold once, and nothing is held.
 * @returns figures of the course of things
 */
export async function sellOut(shop: TestShop, { buyers, units }: { buyers: number; units: number }) {
  const sku = await shop.addProduct(units);
  const crowd = await gatherCrowd(shop, buyers, sku);

  const first = await rush(shop, sku, crowd, (index) => ({
    paymentMethod: index % 2 === 0 ? 'cod' : 'card',
  }));
  expect(first.orders).toHaveLength(units);
  expect(await shop.stock(sku)).toEqual({ onHand: units, available: 0, reserved: units });
  const cash = first.orders.filter(({ paymentMethod }) => paymentMethod === 'cod');
  await Promise.all(cash.map(({ id }) => shop.act(id, 'confirm')));

  moveTime(shop.test, HOUR_MS);
  await shop.sweep();
  const expired = units - cash.length;
  expect(await shop.stock(sku)).toEqual({ onHand: expired, available: expired, reserved: 0 });

  const second = await rush(shop, sku, first.refused.slice(0, units), () => ({ paymentMethod: 'cod' }));
  expect(second.orders).toHaveLength(expired);
  await Promise.all(second.orders.map(({ id }) => shop.act(id, 'confirm')));
  expect(await shop.stock(sku)).toEqual({ onHand: 0, available: 0, reserved: 0 });
  const sold = (await shelvesOf(shop, sku)).reduce((sum, shelf) => sum + shelf.sold, 0);
  expect(sold).toBe(units);
  await shop.sweep();
  await expectInvariants(shop.test);
  jest.restoreAllMocks();
  return {
    buyers,
    'at first': first.orders.length,
    expired,
    'bought later': second.orders.length,
    sold,
    looks: first.looks + second.looks,
  };
}
