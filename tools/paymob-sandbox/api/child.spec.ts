import * as fc from 'fast-check';
import type { Json } from '../model/json.ts';
import type { ApiAnswer } from '../testing/merchant.ts';
import { startScene, type Scene } from '../testing/scene.ts';

/** Noon in Cairo, so that a test cannot run across the end of a business day. */
const NOON = Date.UTC(2026, 0, 15, 10);

describe('refund, void and capture', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene({ now: () => NOON });
  });
  afterEach(() => scene.stop());

  async function paid(integrationId = 1001, changes: Json = {}): Promise<number> {
    const { intention_order_id: orderId } = await scene.merchant.intention({
      payment_methods: [integrationId],
      notification_url: scene.shop.hookUrl,
      ...changes,
    });
    const { transaction } = await scene.control.post<{ transaction: { id: number } }>(
      `/orders/${orderId}/pay`,
    );
    return transaction.id;
  }

  const refund = (id: unknown, amount: unknown): Promise<ApiAnswer> =>
    scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', {
      transaction_id: id,
      amount_cents: amount,
    });
  const voidPayment = (id: unknown): Promise<ApiAnswer> =>
    scene.merchant.secret('POST', '/api/acceptance/void_refund/void', { transaction_id: id });
  const capture = (id: unknown, amount: unknown): Promise<ApiAnswer> =>
    scene.merchant.secret('POST', '/api/acceptance/capture', { transaction_id: id, amount_cents: amount });
  const read = (id: number): Promise<Json> => scene.control.get<Json>(`/transactions/${id}`);

  describe('refund', () => {
    it('answers a child transaction and changes the payment', async () => {
      const id = await paid();

      const { status, body } = await refund(id, 4000);

      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: id + 1,
        amount_cents: 4000,
        success: true,
        pending: false,
        is_refund: true,
        is_refunded: false,
        is_standalone_payment: false,
        has_parent_transaction: true,
        parent_transaction: id,
        payment_key_claims: null,
        data: { migs_transaction: { type: 'REFUND' }, migs_order: { status: 'REFUNDED' } },
      });
      expect(await read(id)).toMatchObject({ is_refunded: true, refunded_amount_cents: 4000, success: true });
    });

    it('takes partial refunds until nothing is left, then says how much is', async () => {
      const id = await paid();
      await refund(id, 4000);

      const tooMuch = await refund(id, 6001);
      const rest = await refund(id, 6000);
      const more = await refund(id, 1);

      expect(tooMuch).toMatchObject({
        status: 400,
        body: {
          message:
            'Requested Refund Amount is greater than the maximum refund amount permissible. Maximum Refund Amount is EGP 60.0',
        },
      });
      expect(rest.status).toBe(200);
      expect(more).toMatchObject({ status: 400, body: { message: expect.stringMatching(/is EGP 0\.0$/) } });
    });

    it('writes amounts of the Omani rial with three digits', async () => {
      const id = await paid(3001, { currency: 'OMR', amount: 12345 });

      expect((await refund(id, 12346)).body['message']).toMatch(/is OMR 12\.345$/);
    });

    it('lets exactly one of two parallel refunds through that exceed the payment together', async () => {
      const id = await paid();

      const answers = await Promise.all([refund(id, 6000), refund(id, 6000)]);

      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
      expect(await read(id)).toMatchObject({ refunded_amount_cents: 6000 });
    });

    it('never gives back more than was paid under 20 parallel refunds', async () => {
      const id = await paid();

      const answers = await Promise.all(Array.from({ length: 20 }, () => refund(id, 1500)));

      expect(answers.filter(({ status }) => status === 200)).toHaveLength(6);
      expect(await read(id)).toMatchObject({ refunded_amount_cents: 9000 });
    });

    it('calls back the child and the changed payment', async () => {
      const id = await paid();
      await scene.shop.arrived(1);

      await refund(id, 4000);

      const callbacks = (await scene.shop.arrived(3)).slice(1).map(({ obj }) => obj);
      expect(callbacks).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: id + 1, is_refund: true, has_parent_transaction: true }),
          expect.objectContaining({ id, is_refunded: true, refunded_amount_cents: 4000 }),
        ]),
      );
    });

    it('flags the payment with the last refund only, when told to', async () => {
      await scene.control.put('/behaviour', { partial_refund_sets_flag: false });
      const id = await paid();

      await refund(id, 4000);
      expect(await read(id)).toMatchObject({ is_refunded: false, refunded_amount_cents: 4000 });

      await refund(id, 6000);
      expect(await read(id)).toMatchObject({ is_refunded: true, refunded_amount_cents: 10000 });
    });

    it('refunds a wallet but not a kiosk, unless told to', async () => {
      const [wallet, kiosk] = [await paid(1002), await paid(1003)];

      expect((await refund(wallet, 100)).status).toBe(200);
      expect((await refund(kiosk, 100)).status).toBe(400);

      await scene.control.put('/behaviour', { refund_kiosk: true });
      expect((await refund(kiosk, 100)).status).toBe(200);
    });

    it('refunds what was captured of an authorisation, by its id or the id of the capture', async () => {
      const id = await paid(1004);
      const { body } = await capture(id, 7000);

      expect((await refund(id, 7001)).status).toBe(400);
      expect((await refund(body['id'], 3000)).status).toBe(200);
      expect((await refund(id, 4000)).status).toBe(200);
      expect(await read(id)).toMatchObject({ refunded_amount_cents: 7000, captured_amount: 7000 });
    });

    it.each([
      ['no amount', undefined, { amount_cents: ['This field is required.'] }],
      ['an amount of zero', 0, { amount_cents: ['Ensure this value is greater than or equal to 1.'] }],
      ['an amount below zero', -1, { amount_cents: ['Ensure this value is greater than or equal to 1.'] }],
      ['a decimal amount', 1.5, { amount_cents: ['A valid integer is required.'] }],
    ])('answers 400 to %s', async (_case, amount, body) => {
      expect(await refund(await paid(), amount)).toMatchObject({ status: 400, body });
    });

    it('takes the older ways to authenticate: a token in the body or the query', async () => {
      const id = await paid();
      const token = await scene.merchant.authToken();

      const inBody = await scene.merchant.call('POST', '/api/acceptance/void_refund/refund', {
        body: { auth_token: token, transaction_id: id, amount_cents: 100 },
      });
      const inQuery = await scene.merchant.call('POST', `/api/acceptance/void_refund/refund?token=${token}`, {
        body: { transaction_id: String(id), amount_cents: '100' },
      });

      expect([inBody.status, inQuery.status]).toEqual([200, 200]);
    });
  });

  describe('void', () => {
    it('undoes a payment of the same day and calls both back', async () => {
      const id = await paid();
      await scene.shop.arrived(1);

      const { status, body } = await voidPayment(id);

      expect(status).toBe(200);
      expect(body).toMatchObject({
        is_void: true,
        is_voided: false,
        parent_transaction: id,
        success: true,
        amount_cents: 10000,
      });
      expect(await read(id)).toMatchObject({
        is_voided: true,
        order: { paid_amount_cents: 0, payment_status: 'UNPAID' },
      });
      const callbacks = (await scene.shop.arrived(3)).slice(1).map(({ obj }) => obj['id']);
      expect(new Set(callbacks)).toEqual(new Set([id, body['id']]));
    });

    it('answers 400 on the next day in Cairo', async () => {
      const id = await paid();
      await scene.control.post('/clock/advance', { seconds: 12 * 3600 });

      expect((await voidPayment(id)).status).toBe(400);
    });

    it('undoes an authorisation on a later day, while nothing of it is captured', async () => {
      const [open, captured] = [await paid(1004), await paid(1004)];
      await capture(captured, 1);
      await scene.control.post('/clock/advance', { seconds: 13 * 24 * 3600 });

      expect((await voidPayment(open)).status).toBe(200);
      expect((await voidPayment(captured)).status).toBe(400);
    });

    it('lets exactly one of a void and a refund through that are sent together', async () => {
      const id = await paid();

      const answers = await Promise.all([voidPayment(id), refund(id, 10000)]);

      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
    });

    it.each([
      ['a wallet payment', 1002],
      ['a kiosk payment', 1003],
    ])('answers 400 to %s', async (_case, integrationId) => {
      expect((await voidPayment(await paid(integrationId))).status).toBe(400);
    });

    it('answers 400 the second time', async () => {
      const id = await paid();
      await voidPayment(id);

      expect(await voidPayment(id)).toMatchObject({ status: 400, body: { message: expect.any(String) } });
    });
  });

  describe('capture', () => {
    it('takes parts of an authorisation up to its amount', async () => {
      const id = await paid(1004);
      expect(await read(id)).toMatchObject({
        is_auth: true,
        is_captured: false,
        order: { paid_amount_cents: 0 },
      });

      const { status, body } = await capture(id, 6000);
      const tooMuch = await capture(id, 4001);
      const rest = await capture(id, 4000);

      expect(status).toBe(200);
      expect(body).toMatchObject({
        is_capture: true,
        is_auth: false,
        parent_transaction: id,
        amount_cents: 6000,
      });
      expect(tooMuch).toMatchObject({
        status: 400,
        body: { detail: 'Capture amount cannot exceed auth amount' },
      });
      expect(rest.status).toBe(200);
      expect(await read(id)).toMatchObject({
        is_captured: true,
        captured_amount: 10000,
        order: { paid_amount_cents: 10000, payment_status: 'PAID' },
      });
    });

    it('answers 404 to a payment that is no authorisation, was declined or voided, or does not exist', async () => {
      const { intention_order_id: orderId } = await scene.merchant.intention({ payment_methods: [1004] });
      const { transaction } = await scene.control.post<{ transaction: Json }>(`/orders/${orderId}/pay`, {
        outcome: 'DECLINED',
      });
      const voided = await paid(1004);
      await voidPayment(voided);

      for (const id of [await paid(1001), transaction['id'], voided, 1]) {
        expect(await capture(id, 1)).toMatchObject({
          status: 404,
          body: { detail: 'Invalid transaction id' },
        });
      }
    });

    it('is impossible after 14 days, when the authorisation has voided itself', async () => {
      const id = await paid(1004);
      await scene.shop.arrived(1);

      await scene.control.post('/clock/advance', { seconds: 14 * 24 * 3600 });

      expect(await read(id)).toMatchObject({ is_voided: true });
      expect((await capture(id, 1)).status).toBe(404);
      const callbacks = (await scene.shop.arrived(3)).slice(1).map(({ obj }) => obj);
      expect(callbacks).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ parent_transaction: id, is_void: true }),
          expect.objectContaining({ id, is_voided: true }),
        ]),
      );
    });
  });

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
      kind: fc.constantFrom('refund', 'void', 'capture'),
      amount: fc.integer({ min: 1, max: 10000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1001, 1004),
        fc.array(operation, { maxLength: 8 }),
        async (integration, operations) => {
          const id = await paid(integration, { notification_url: undefined });
          let [captured, refunded, voided] = [integration === 1001 ? 10000 : 0, 0, 0];
          const send = { refund, capture, void: voidPayment };
          for (const { kind, amount } of operations) {
            const { status } = await send[kind](id, amount);
            if (status !== 200) continue;
            if (kind === 'capture') captured += amount;
            else if (kind === 'refund') refunded += amount;
            else voided += captured;
          }

          expect(captured).toBeLessThanOrEqual(10000);
          expect(captured - refunded - voided).toBeGreaterThanOrEqual(0);
          const { order } = (await read(id)) as { order: { id: number } };
          const { totals } = await scene.control.get<{ totals: Json[] }>('/ledger');
          const total = totals.find(({ order_id: orderId }) => orderId === order.id);
          expect(total?.['balance_cents'] ?? 0).toBe(captured - refunded - voided);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
