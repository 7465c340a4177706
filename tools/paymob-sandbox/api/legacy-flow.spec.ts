import type { Json } from '../model/json.ts';
import { FULL_BILLING_DATA } from '../testing/merchant.ts';
import { startScene, type Scene } from '../testing/scene.ts';

describe('the flow of auth token, order and payment key', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene.stop());

  describe('POST /api/auth/tokens', () => {
    it('exchanges the API key for a token and says whose it is', async () => {
      const { status, body } = await scene.merchant.call('POST', '/api/auth/tokens', {
        body: { api_key: 'sandbox_api_key' },
      });

      expect(status).toBe(201);
      expect(body).toMatchObject({
        token: expect.any(String),
        profile: { id: 600001, user: { id: 500001 } },
      });
    });

    it.each([
      ['a wrong key', { api_key: 'nonsense' }, 401, { detail: 'incorrect credentials' }],
      ['a live key', { api_key: 'x_live_y' }, 401, { detail: 'This is a sandbox: it refuses live keys' }],
      ['no key', {}, 400, { api_key: ['This field is required.'] }],
    ])('refuses %s', async (_case, request, status, body) => {
      expect(await scene.merchant.call('POST', '/api/auth/tokens', { body: request })).toMatchObject({
        status,
        body,
      });
    });

    it('gives tokens that end after an hour of the sandbox clock', async () => {
      const { merchant, control, ...other } = await startScene();
      try {
        await merchant.token('GET', '/api/ecommerce/orders');

        await control.post('/clock/advance', { seconds: 3590 });
        expect((await merchant.token('GET', '/api/ecommerce/orders')).status).toBe(200);

        await control.post('/clock/advance', { seconds: 10 });
        expect(await merchant.token('GET', '/api/ecommerce/orders')).toMatchObject({
          status: 401,
          body: { detail: 'incorrect credentials' },
        });
      } finally {
        await other.stop();
      }
    });
  });

  describe('POST /api/ecommerce/orders', () => {
    it('registers an order', async () => {
      const { status, body } = await scene.merchant.token('POST', '/api/ecommerce/orders', {
        delivery_needed: 'false',
        amount_cents: '25000',
        currency: 'EGP',
        merchant_order_id: 'legacy-1',
        items: [{ name: 'Oud', amount_cents: '25000', description: 'x', quantity: '1' }],
      });

      expect(status).toBe(201);
      expect(body).toMatchObject({
        id: expect.any(Number),
        amount_cents: 25000,
        currency: 'EGP',
        merchant_order_id: 'legacy-1',
        delivery_needed: false,
        is_payment_locked: false,
        paid_amount_cents: 0,
        payment_method: 'tbc',
        payment_status: 'UNPAID',
        items: [{ name: 'Oud', amount_cents: 25000, quantity: 1 }],
      });
    });

    it('takes the token in the body, too', async () => {
      const { status } = await scene.merchant.call('POST', '/api/ecommerce/orders', {
        body: { auth_token: await scene.merchant.authToken(), amount_cents: 100, currency: 'EGP', items: [] },
      });

      expect(status).toBe(201);
    });

    it.each([
      ['no items', { items: undefined }, { items: ['This field is required.'] }],
      ['no amount', { amount_cents: undefined }, { amount_cents: ['This field is required.'] }],
      ['a wrong amount', { amount_cents: '12.5' }, { amount_cents: ['A valid integer is required.'] }],
      ['a wrong flag', { delivery_needed: 'perhaps' }, { delivery_needed: ['Must be a valid boolean.'] }],
    ])('answers 400 to %s', async (_case, changes, body) => {
      const request = { amount_cents: 100, currency: 'EGP', items: [], ...changes };

      expect(await scene.merchant.token('POST', '/api/ecommerce/orders', request)).toMatchObject({
        status: 400,
        body,
      });
    });

    it('answers 422 to a reference that was used before', async () => {
      const request = { amount_cents: 100, currency: 'EGP', items: [], merchant_order_id: 'legacy-twice' };
      await scene.merchant.token('POST', '/api/ecommerce/orders', request);

      expect(await scene.merchant.token('POST', '/api/ecommerce/orders', request)).toMatchObject({
        status: 422,
        body: { message: 'duplicate' },
      });
    });

    it('answers 401 to the API key in the place of a token', async () => {
      const { status, body } = await scene.merchant.call('POST', '/api/ecommerce/orders', {
        body: { auth_token: 'sandbox_api_key', amount_cents: 100, currency: 'EGP', items: [] },
      });

      expect(status).toBe(401);
      expect(body).toEqual({ detail: 'incorrect credentials' });
    });
  });

  describe('POST /api/acceptance/payment_keys', () => {
    it('gives a key whose claims are the order, integration and amount', async () => {
      const { orderId, key } = await scene.merchant.legacyKey(1001, { amount_cents: 5000 });

      const [, claims = ''] = Buffer.from(key, 'base64').toString().split('.');
      expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
        order_id: orderId,
        integration_id: 1001,
        amount_cents: 5000,
        currency: 'EGP',
        user_id: 500001,
      });
    });

    const request = async (changes: Json): Promise<unknown> => {
      const order = await scene.merchant.token<{ id: number }>('POST', '/api/ecommerce/orders', {
        amount_cents: 10000,
        currency: 'EGP',
        items: [],
      });
      return scene.merchant.token('POST', '/api/acceptance/payment_keys', {
        amount_cents: 10000,
        currency: 'EGP',
        order_id: order.body.id,
        integration_id: 1001,
        billing_data: FULL_BILLING_DATA,
        ...changes,
      });
    };

    it.each(Object.keys(FULL_BILLING_DATA))('answers 400 when the billing data lack %s', async (field) => {
      expect(await request({ billing_data: { ...FULL_BILLING_DATA, [field]: undefined } })).toMatchObject({
        status: 400,
        body: { billing_data: { [field]: ['This field is required.'] } },
      });
    });

    it.each(['first_name', 'last_name', 'email', 'phone_number'])(
      'answers 400 when %s is "NA"',
      async (field) => {
        expect(await request({ billing_data: { ...FULL_BILLING_DATA, [field]: 'NA' } })).toMatchObject({
          status: 400,
          body: { billing_data: { [field]: [expect.any(String)] } },
        });
      },
    );

    it.each([
      ['an expiration of more than an hour', { expiration: 3601 }, 400],
      ['an unknown order', { order_id: 1 }, 404],
      ['an unknown integration', { integration_id: 1 }, 404],
      ['a live integration', { integration_id: 1099 }, 404],
      ['an integration of another currency', { integration_id: 2001 }, 404],
    ])('refuses %s', async (_case, changes, status) => {
      expect(await request(changes)).toMatchObject({ status });
    });
  });

  describe('GET /api/ecommerce/integrations', () => {
    it('lists them with their type, mode and callbacks', async () => {
      const { body } = await scene.merchant.token<{ results: Json[] }>('GET', '/api/ecommerce/integrations');

      expect(body.results.map(({ id }) => id)).toEqual([
        1001, 1002, 1003, 1004, 1005, 1006, 1099, 2001, 3001,
      ]);
      expect(body.results[0]).toMatchObject({
        gateway_type: 'MIGS',
        integration_type: 'online',
        is_auth: false,
        is_live: false,
        currency: 'EGP',
        transaction_response_callback: expect.stringMatching(/\/api\/acceptance\/post_pay$/),
      });
    });

    it('changes the callbacks of one', async () => {
      await scene.merchant.token('PUT', '/api/ecommerce/integrations/1003', {
        transaction_processed_callback: 'http://127.0.0.1:9/hook',
      });

      const { body } = await scene.merchant.token('GET', '/api/ecommerce/integrations/1003');
      expect(body['transaction_processed_callback']).toBe('http://127.0.0.1:9/hook');
    });

    it.each([
      ['GET', 'an unknown one', '/api/ecommerce/integrations/1', undefined, 404],
      [
        'PUT',
        'a wrong address',
        '/api/ecommerce/integrations/1001',
        { transaction_processed_callback: 'x' },
        400,
      ],
    ])('refuses to %s %s', async (method, _case, path, body, status) => {
      expect((await scene.merchant.token(method, path, body)).status).toBe(status);
    });
  });

  it('tells the HMAC secret to the owner of the API key', async () => {
    const { body } = await scene.merchant.token('GET', '/api/auth/hmac_secret/get_hmac');

    expect(body).toEqual({ hmac_secret: 'sandbox_hmac_secret' });
  });

  it.each([
    ['GET', '/api/ecommerce/orders'],
    ['GET', '/api/ecommerce/orders/700001'],
    ['POST', '/api/ecommerce/orders'],
    ['POST', '/api/ecommerce/orders/transaction_inquiry'],
    ['POST', '/api/acceptance/payment_keys'],
    ['POST', '/api/acceptance/order_card_tokens'],
    ['GET', '/api/acceptance/transactions'],
    ['GET', '/api/acceptance/transactions/900001'],
    ['GET', '/api/ecommerce/integrations'],
    ['GET', '/api/ecommerce/integrations/1001'],
    ['PUT', '/api/ecommerce/integrations/1001'],
    ['GET', '/api/auth/hmac_secret/get_hmac'],
  ])('answers 401 to %s %s without a token', async (method, path) => {
    expect(await scene.merchant.call(method, path, method === 'GET' ? {} : { body: {} })).toMatchObject({
      status: 401,
      body: { detail: 'Authentication credentials were not provided.' },
    });
  });
});
