import * as fc from 'fast-check';
import type { Json } from '../model/json.ts';
import { Payments } from '../testing/payments.ts';
import { startScene, type Scene } from '../testing/scene.ts';

/** Noon in Cairo, so that a test cannot run across the end of a business day. */
const NOON = Date.UTC(2026, 0, 15, 10);

describe('refund, void and capture together', () => {
  let scene: Scene;
  let payments: Payments;

  beforeEach(async () => {
    scene = await startScene({ now: () => NOON });
    payments = new Payments(scene);
  });
  afterEach(() => scene.stop());

  it.each([
    ['refund', '/api/acceptance/void_refund/refund'],
    ['void', '/api/acceptance/void_refund/void'],
    ['capture', '/api/acceptance/capture'],
  ])('answers 404 when a %s names no payment, and 401 without a key', async (_case, path) => {
    const body = { transaction_id: 1, amount_cents: 1 };

    expect(await scene.merchant.secret('POST', path, body)).toMatchObject({
      status: 404,
      body: { detail: 'Invalid transaction id' },
    });
    expect((await scene.merchant.call('POST', path, { body })).status).toBe(401);
  });

  it('keeps the ledger equal to what was answered, whatever the operations', async () => {
    const operation = fc.record({
      kind: fc.constantFrom('refund' as const, 'void' as const, 'capture' as const),
      amount: fc.integer({ min: 1, max: 10000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1001, 1004),
        fc.array(operation, { maxLength: 8 }),
        async (integration, operations) => {
          const id = await payments.paid(integration, { notification_url: undefined });
          let [captured, refunded, voided] = [integration === 1001 ? 10000 : 0, 0, 0];
          for (const { kind, amount } of operations) {
            const { status } = await payments[kind](id, amount);
            if (status !== 200) continue;
            if (kind === 'capture') captured += amount;
            else if (kind === 'refund') refunded += amount;
            else voided += captured;
          }

          expect(captured).toBeLessThanOrEqual(10000);
          expect(captured - refunded - voided).toBeGreaterThanOrEqual(0);
          const { order } = (await payments.read(id)) as { order: { id: number } };
          const { totals } = await scene.control.get<{ totals: Json[] }>('/ledger');
          const total = totals.find(({ order_id: orderId }) => orderId === order.id);
          expect(total?.['balance_cents'] ?? 0).toBe(captured - refunded - voided);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
