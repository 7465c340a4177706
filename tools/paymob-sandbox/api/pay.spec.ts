import type { Json } from '../model/json.ts';
import type { ApiAnswer } from '../testing/merchant.ts';
import { startScene, type Scene } from '../testing/scene.ts';

describe('POST /api/acceptance/payments/pay', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());

  function pay(key: string, identifier: string, subtype: string): Promise<ApiAnswer> {
    return scene.merchant.call('POST', '/api/acceptance/payments/pay', {
      body: { source: { identifier, subtype }, payment_token: key },
    });
  }

  describe('by wallet', () => {
    it('answers a pending transaction with the address where the customer gives code and PIN', async () => {
      const { orderId, key } = await scene.merchant.legacyKey(1002);

      const { status, body } = await pay(key, '01010101010', 'WALLET');

      expect(status).toBe(200);
      expect(body).toMatchObject({
        pending: true,
        success: false,
        order: { id: orderId },
        source_data: { type: 'wallet', sub_type: 'wallet', pan: '01010101010' },
        redirect_url: expect.stringContaining('/checkout/challenge/'),
        data: { klass: 'WalletPayment', wallet_msisdn: '01010101010', redirect_url: body['redirect_url'] },
      });
      expect(body['iframe_redirection_url']).toBe(body['redirect_url']);
    });

    it('ends as the customer answers there', async () => {
      const { key } = await scene.merchant.legacyKey(1002);
      const { body } = await pay(key, '01010101010', 'WALLET');
      const challenge = new URL(String(body['redirect_url'])).pathname;

      const { location } = await scene.browser.send(challenge, { otp: '123456', mpin: '123456' });

      expect(location?.searchParams.get('success')).toBe('true');
      expect(location?.searchParams.get('source_data.pan')).toBe('01010101010');
    });

    it.each(['0101010101', '01310101010', 'x'])('answers 400 to the number %s', async (msisdn) => {
      const { key } = await scene.merchant.legacyKey(1002);

      expect((await pay(key, msisdn, 'WALLET')).status).toBe(400);
    });
  });

  describe('at a kiosk', () => {
    it('answers a pending transaction whose id is the bill reference', async () => {
      const { key } = await scene.merchant.legacyKey(1003);

      const { status, body } = await pay(key, 'AGGREGATOR', 'AGGREGATOR');

      expect(status).toBe(200);
      expect(body).toMatchObject({
        pending: true,
        success: false,
        source_data: { type: 'aggregator', sub_type: 'AGGREGATOR', pan: '' },
        data: {
          klass: 'CAGGPayment',
          bill_reference: body['id'],
          message: 'Pending Payment',
          txn_response_code: '05',
          due_amount: 10000,
        },
      });
    });

    it('succeeds when the control interface pays the reference', async () => {
      const { key } = await scene.merchant.legacyKey(1003);
      const { body } = await pay(key, 'AGGREGATOR', 'AGGREGATOR');

      const { transaction } = await scene.control.post<{ transaction: Json }>(
        `/transactions/${String(body['id'])}/pay`,
      );

      expect(transaction).toMatchObject({
        id: body['id'],
        pending: false,
        success: true,
        data: { due_amount: 0 },
      });
    });

    it('expires when a week has passed on the sandbox clock', async () => {
      const { key } = await scene.merchant.legacyKey(1003);
      const { body } = await pay(key, 'AGGREGATOR', 'AGGREGATOR');

      await scene.control.post('/clock/advance', { seconds: 7 * 24 * 3600 });

      expect(await scene.control.get(`/transactions/${String(body['id'])}`)).toMatchObject({
        pending: false,
        success: false,
      });
      await expect(scene.control.post(`/transactions/${String(body['id'])}/pay`)).rejects.toThrow('409');
    });
  });

  describe('with a saved card', () => {
    async function savedCard(): Promise<string> {
      const { payment_keys: keys, intention_order_id: orderId } = await scene.merchant.intention();
      await scene.browser.payByCard(keys[0]?.key ?? '', { save_card: 'true' });
      const { body } = await scene.merchant.token<Json[]>('POST', '/api/acceptance/order_card_tokens', {
        order_id: orderId,
      });
      return String(body[0]?.['token']);
    }

    it('succeeds at once by a MOTO integration, in a flat answer that is signed', async () => {
      const token = await savedCard();
      const { orderId, key } = await scene.merchant.legacyKey(1005);

      const { status, body } = await pay(key, token, 'TOKEN');

      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: expect.any(Number),
        order: orderId,
        amount_cents: 10000,
        success: 'true',
        pending: 'false',
        is_3d_secure: 'false',
        'source_data.type': 'card',
        'source_data.sub_type': 'MasterCard',
        'source_data.pan': '2346',
        'data.message': 'Approved',
        txn_response_code: 'APPROVED',
        use_redirection: false,
        hmac: expect.stringMatching(/^[0-9a-f]{128}$/),
      });
    });

    it('succeeds with the payment key of an intention that was made for MOTO', async () => {
      const token = await savedCard();
      const { payment_keys: keys } = await scene.merchant.intention({ payment_methods: [1005] });

      expect((await pay(keys[0]?.key ?? '', token, 'TOKEN')).body).toMatchObject({ success: 'true' });
    });

    it('asks for the code by any other integration', async () => {
      const token = await savedCard();
      const { key } = await scene.merchant.legacyKey(1001);

      const { body } = await pay(key, token, 'TOKEN');

      expect(body).toMatchObject({ pending: 'true', success: 'false', use_redirection: true });
      const { location } = await scene.browser.send(new URL(String(body['redirection_url'])).pathname, {
        otp: '123456',
      });
      expect(location?.searchParams.get('success')).toBe('true');
    });

    it('answers 400 to an unknown token', async () => {
      const { key } = await scene.merchant.legacyKey(1005);

      expect((await pay(key, 'nonsense', 'TOKEN')).status).toBe(400);
    });
  });

  it.each([
    ['an unknown key', 'nonsense', 401],
    ['a source that does not fit the integration', undefined, 400],
  ])('refuses %s', async (_case, token, status) => {
    const { key } = await scene.merchant.legacyKey(1001);

    expect((await pay(token ?? key, '01010101010', 'WALLET')).status).toBe(status);
  });

  it('answers 400 to a kind of source that it does not know', async () => {
    const { key } = await scene.merchant.legacyKey(1001);

    expect(await pay(key, 'cash', 'CASH')).toMatchObject({
      status: 400,
      body: { source: { subtype: [expect.any(String)] } },
    });
  });

  it('answers 401 to a key that has expired', async () => {
    const { key } = await scene.merchant.legacyKey(1002, { expiration: 60 });
    await scene.control.post('/clock/advance', { seconds: 60 });

    expect((await pay(key, '01010101010', 'WALLET')).status).toBe(401);
  });

  it('takes several payments of one order, as the older flow allows', async () => {
    const { orderId, key } = await scene.merchant.legacyKey(1003);
    await scene.control.post(`/orders/${orderId}/pay`);

    expect((await pay(key, 'AGGREGATOR', 'AGGREGATOR')).status).toBe(200);
    await scene.control.post(`/orders/${orderId}/pay`);
    const { order } = await scene.control.get<{ order: Json }>(`/orders/${orderId}`);
    expect(order).toMatchObject({ paid_amount_cents: 20000, payment_status: 'PAID' });
  });

  it('refuses a second payment of an order that is locked when paid', async () => {
    const { orderId, key } = await scene.merchant.legacyKey(1003, { lock_order_when_paid: 'true' });
    await scene.control.post(`/orders/${orderId}/pay`);

    expect((await pay(key, 'AGGREGATOR', 'AGGREGATOR')).status).toBe(400);
  });
});
