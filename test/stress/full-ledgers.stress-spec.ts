import { jest } from '@jest/globals';
import { Types } from 'mongoose';
import { AllocationService, StockContendedError } from '../../src/modules/inventory/index.js';
import { LEDGER_CAPACITY } from '../../src/modules/inventory/stock-item.schema.js';
import { moveTime } from '../support/clock.js';
import { shelvesOf } from '../support/crowd.js';
import { expectInvariants } from '../support/invariants.js';
import { TestShop } from '../support/shop.js';

const RESERVATIONS = 10_000;
const UNITS = 12_000;
const BUYERS = 50;
const SAMPLE = 1_000;
const HOUR_MS = 60 * 60 * 1000;
const TIMEOUT_MS = 30 * 60_000;

/** Through the allocation service, as placing an order reserves: the same over HTTP would take many minutes. */
describe('10,000 live reservations of one SKU', () => {
  let shop: TestShop;
  let sku: string;
  beforeAll(async () => {
    shop = await TestShop.open();
    sku = await shop.addProduct(UNITS);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => shop.close());

  it(
    'fit into ledgers of bounded length, and all units come home when nobody pays',
    async () => {
      const durations: number[] = [];
      let next = 0;
      const buyer = async () => {
        for (let index = next++; index < RESERVATIONS; index = next++) {
          const startedAt = performance.now();
          await reserve();
          durations.push(performance.now() - startedAt);
          if (index % SAMPLE === 0) await expectBounded();
        }
      };

      await Promise.all(Array.from({ length: BUYERS }, buyer));

      const full = await shelvesOf(shop, sku);
      const lengths = full.map(({ reservations }) => reservations.length);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(RESERVATIONS);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(LEDGER_CAPACITY);
      const early = mean(durations.slice(0, SAMPLE));
      const late = mean(durations.slice(-SAMPLE));

      moveTime(shop.test, HOUR_MS);
      await shop.sweep();
      // Where a rush is still on, units stay: what one sweep has released comes home with the next.
      await shop.sweep();

      const [home, ...others] = await shelvesOf(shop, sku);
      expect(home).toMatchObject({ onHand: UNITS, available: UNITS, reservations: [], reservationCount: 0 });
      for (const shelf of others) {
        expect(shelf).toMatchObject({ onHand: 0, available: 0, reservations: [], reservationCount: 0 });
      }
      await expectInvariants(shop.test);
      console.table({
        reservations: RESERVATIONS,
        shelves: full.length,
        'longest ledger': Math.max(...lengths),
        'ms each, the first thousand': early,
        'ms each, the last thousand': late,
        'late/early': late / early,
      });
    },
    TIMEOUT_MS,
  );

  async function expectBounded(): Promise<void> {
    for (const { reservations, reservationCount } of await shelvesOf(shop, sku)) {
      expect(reservations).toHaveLength(reservationCount);
      expect(reservationCount).toBeLessThanOrEqual(LEDGER_CAPACITY);
    }
  }

  /** One unit for a new order; asks again when told that the ledgers are full, as a client does. */
  async function reserve(): Promise<void> {
    const allocations = shop.test.app.get(AllocationService);
    const orderId = new Types.ObjectId().toHexString();
    const expiresAt = new Date(Date.now() + HOUR_MS / 2);
    for (;;) {
      try {
        const plan = await allocations.plan(orderId, [{ sku, quantity: 1 }], { country: 'EG' });
        if (await allocations.reserve(orderId, plan, { expiresAt })) return;
      } catch (error) {
        if (!(error instanceof StockContendedError)) throw error;
      }
    }
  }
});

function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
