import type { Json } from '../model/json.ts';
import { Payments } from '../testing/payments.ts';
import { startScene, type Scene } from '../testing/scene.ts';

/** Noon in Cairo, so that a test cannot run across the end of a business day. */
const NOON = Date.UTC(2026, 0, 15, 10);

describe('voids and captures', () => {
  let scene: Scene;
  let payments: Payments;

  beforeEach(async () => {
    scene = await startScene({ now: () => NOON });
    payments = new Payments(scene);
  });
  afterEach(() => scene.stop());

  describe('void', () => {
    it('undoes a payment of the same day and calls both back', async () => {
      const id = await payments.paid();
      await scene.shop.arrived(1);

      const { status, body } = await payments.void(id);

      expect(status).toBe(200);
      expect(body).toMatchObject({
        is_void: true,
        is_voided: false,
        parent_transaction: id,
        success: true,
        amount_cents: 10000,
      });
      expect(await payments.read(id)).toMatchObject({
        is_voided: true,
        order: { paid_amount_cents: 0, payment_status: 'UNPAID' },
      });
      const callbacks = (await scene.shop.arrived(3)).slice(1).map(({ obj }) => obj['id']);
      expect(new Set(callbacks)).toEqual(new Set([id, body['id']]));
    });

    it('answers 400 on the next day in Cairo', async () => {
      const id = await payments.paid();
      await scene.control.post('/clock/advance', { seconds: 12 * 3600 });

      expect((await payments.void(id)).status).toBe(400);
    });

    it('undoes an authorisation on a later day, while nothing of it is captured', async () => {
      const [open, captured] = [await payments.paid(1004), await payments.paid(1004)];
      await payments.capture(captured, 1);
      await scene.control.post('/clock/advance', { seconds: 13 * 24 * 3600 });

      expect((await payments.void(open)).status).toBe(200);
      expect((await payments.void(captured)).status).toBe(400);
    });

    it('lets exactly one of a void and a refund through that are sent together', async () => {
      const id = await payments.paid();

      const answers = await Promise.all([payments.void(id), payments.refund(id, 10000)]);

      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
    });

    it.each([
      ['a wallet payment', 1002],
      ['a kiosk payment', 1003],
    ])('answers 400 to %s', async (_case, integrationId) => {
      expect((await payments.void(await payments.paid(integrationId))).status).toBe(400);
    });

    it('answers 400 the second time', async () => {
      const id = await payments.paid();
      await payments.void(id);

      expect(await payments.void(id)).toMatchObject({ status: 400, body: { message: expect.any(String) } });
    });
  });

  describe('capture', () => {
    it('takes parts of an authorisation up to its amount', async () => {
      const id = await payments.paid(1004);
      expect(await payments.read(id)).toMatchObject({
        is_auth: true,
        is_captured: false,
        order: { paid_amount_cents: 0 },
      });

      const { status, body } = await payments.capture(id, 6000);
      const tooMuch = await payments.capture(id, 4001);
      const rest = await payments.capture(id, 4000);

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
      expect(await payments.read(id)).toMatchObject({
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
      const voided = await payments.paid(1004);
      await payments.void(voided);

      for (const id of [await payments.paid(1001), transaction['id'], voided, 1]) {
        expect(await payments.capture(id, 1)).toMatchObject({
          status: 404,
          body: { detail: 'Invalid transaction id' },
        });
      }
    });

    it('is impossible after 14 days, when the authorisation has voided itself', async () => {
      const id = await payments.paid(1004);
      await scene.shop.arrived(1);

      await scene.control.post('/clock/advance', { seconds: 14 * 24 * 3600 });

      expect(await payments.read(id)).toMatchObject({ is_voided: true });
      expect((await payments.capture(id, 1)).status).toBe(404);
      const callbacks = (await scene.shop.arrived(3)).slice(1).map(({ obj }) => obj);
      expect(callbacks).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ parent_transaction: id, is_void: true }),
          expect.objectContaining({ id, is_voided: true }),
        ]),
      );
    });
  });
});
