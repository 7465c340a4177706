import { randomUUID } from 'node:crypto';
import type { Response } from 'superagent';
import { gatherCrowd } from '../support/crowd.js';
import { expectInvariants } from '../support/invariants.js';
import { TestShop } from '../support/shop.js';

const ROUNDS = 6;
const TIMES = 50;
const TIMEOUT_MS = 10 * 60_000;
const CODES = ['idempotency.in_flight', 'orders.in_progress', 'carts.already_ordered'];

/** How the 50 requests choose their keys. */
const KEYS: [string, () => (index: number) => string][] = [
  ['one key', () => oneOf(1)],
  ['five keys', () => oneOf(5)],
  ['a key each', () => oneOf(TIMES)],
];

describe('50 placings of one cart at once, and 50 repeats of them', () => {
  const tallies: object[] = [];
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(async () => {
    console.table(tallies);
    await shop.close();
  });

  it.each(KEYS)(
    'with %s make one order; the others are refused or get the same bytes',
    async (name, chooseKeys) => {
      const sku = await shop.addProduct(ROUNDS * 2);
      const carts = await gatherCrowd(shop, ROUNDS, sku);
      const tally = { keys: name, carts: 0, orders: 0, 'same bytes': 0, refused: 0 };
      tallies.push(tally);
      for (const cart of carts) {
        const keyOf = chooseKeys();
        const placeAll = (): Promise<Response[]> =>
          Promise.all(Array.from({ length: TIMES }, (_, index) => shop.place(cart, {}, keyOf(index))));

        const answers = [...(await placeAll()), ...(await placeAll())];

        const created = answers.filter(({ status }) => status === 201);
        const refused = answers.filter(({ status }) => status !== 201);
        expect(new Set(created.map(({ text }) => text)).size).toBe(1);
        for (const { status, body } of refused) {
          expect(status).toBe(409);
          expect(CODES).toContain((body as { code: string }).code);
        }
        tally.carts++;
        tally['same bytes'] += created.length - 1;
        tally.refused += refused.length;
      }
      tally.orders = await shop.test.db.collection('orders').countDocuments({ 'lines.sku': sku });
      expect(tally.orders).toBe(ROUNDS);
      expect(await shop.stock(sku)).toMatchObject({ reserved: ROUNDS, available: ROUNDS });
      await shop.sweep();
      await expectInvariants(shop.test);
    },
    TIMEOUT_MS,
  );
});

/** A choice among so many new keys, the same for the same index. */
function oneOf(count: number): (index: number) => string {
  const keys = Array.from({ length: count }, () => randomUUID());
  return (index) => keys[index % count]!;
}
