import type { Json } from '../model/json.ts';
import { BILLING_DATA } from '../testing/merchant.ts';
import { startScene, type Scene } from '../testing/scene.ts';

describe('an intention that was created', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene.stop());

  describe('PUT /v1/intention/{client_secret}', () => {
    it('changes amount, methods and reference', async () => {
      const { client_secret: secret, intention_order_id: orderId } = await scene.merchant.intention();

      const { status, body } = await scene.merchant.secret('PUT', `/v1/intention/${secret}`, {
        accept_order_id: orderId,
        amount: 12500,
        payment_methods: [1002],
        special_reference: 'changed',
      });

      expect(status).toBe(200);
      expect(body).toMatchObject({
        client_secret: secret,
        intention_order_id: orderId,
        intention_detail: { amount: 12500, billing_data: BILLING_DATA },
        payment_keys: [{ integration: 1002 }],
        special_reference: 'changed',
      });
    });

    it('answers 400 without accept_order_id', async () => {
      const { client_secret: secret } = await scene.merchant.intention();

      const { status, body } = await scene.merchant.secret('PUT', `/v1/intention/${secret}`, { amount: 5 });

      expect(status).toBe(400);
      expect(body).toEqual({ accept_order_id: ['This field is required.'] });
    });

    it('answers 404 to the order id of another intention', async () => {
      const { client_secret: secret, intention_order_id: orderId } = await scene.merchant.intention();

      const { status } = await scene.merchant.secret('PUT', `/v1/intention/${secret}`, {
        accept_order_id: orderId + 1,
      });

      expect(status).toBe(404);
    });

    it('answers 422 to a reference of another order', async () => {
      await scene.merchant.intention({ special_reference: 'taken' });
      const { client_secret: secret, intention_order_id: orderId } = await scene.merchant.intention();

      const { status } = await scene.merchant.secret('PUT', `/v1/intention/${secret}`, {
        accept_order_id: orderId,
        special_reference: 'taken',
      });

      expect(status).toBe(422);
    });

    it('changes nothing once a payment was started', async () => {
      const { client_secret: secret, intention_order_id: orderId } = await scene.merchant.intention();
      await scene.control.post(`/orders/${orderId}/pay`);

      const { status } = await scene.merchant.secret('PUT', `/v1/intention/${secret}`, {
        accept_order_id: orderId,
        amount: 5,
      });

      expect(status).toBe(400);
      const { order } = await scene.control.get<{ order: Json }>(`/orders/${orderId}`);
      expect(order['amount_cents']).toBe(10000);
    });
  });

  describe('GET /v1/intention/element/{public_key}/{client_secret}/', () => {
    it('shows the intention without a secret key', async () => {
      const { client_secret: secret } = await scene.merchant.intention();

      const { status, body } = await scene.merchant.call(
        'GET',
        `/v1/intention/element/egy_pk_test_sandbox/${secret}/`,
      );

      expect(status).toBe(200);
      expect(body).toMatchObject({ client_secret: secret, status: 'intended' });
    });

    it.each([
      ['another public key', 'egy_pk_test_other', 404],
      ['a live key', 'egy_pk_live_0123', 401],
    ])('refuses %s', async (_case, key, expected) => {
      const { client_secret: secret } = await scene.merchant.intention();

      expect((await scene.merchant.call('GET', `/v1/intention/element/${key}/${secret}/`)).status).toBe(
        expected,
      );
    });
  });
});
