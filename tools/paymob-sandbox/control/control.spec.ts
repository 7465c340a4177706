import type { Json } from '../model/json.ts';
import { startScene, type Scene } from '../testing/scene.ts';

const START = Date.UTC(2026, 0, 15, 10);

describe('the control interface', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene({ now: () => START, seed: 'control' });
  });
  afterEach(() => scene.stop());

  async function call(
    method: string,
    path: string,
    body?: unknown,
    token = scene.sandbox.controlToken,
  ): Promise<Response> {
    return fetch(`${scene.sandbox.url}/__sandbox${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-Sandbox-Token': token },
      body: body === undefined ? null : JSON.stringify(body),
    });
  }

  it.each([
    ['no token', ''],
    ['a token of another length', 'x'],
    ['a secret key of the account', 'egy_sk_test_sandbox'],
    ['a token of the same length', '0'.repeat(32)],
  ])('stays closed to %s', async (_case, token) => {
    expect((await call('GET', '/orders', undefined, token)).status).toBe(401);
    expect((await call('POST', '/reset', {}, token)).status).toBe(401);
  });

  it.each([
    ['POST', '/clock/advance', {}],
    ['POST', '/clock/advance', { seconds: -1 }],
    ['POST', '/clock/advance', { seconds: 'x' }],
    ['POST', '/faults', { kind: 'explosion', path: '/' }],
    ['POST', '/faults', { kind: 'slow' }],
    ['POST', '/faults', { kind: 'slow', path: 'v1' }],
    ['POST', '/scenarios', {}],
    ['POST', '/scenarios', { effects: { dropp: true } }],
    ['POST', '/scenarios', { effects: { drop: true }, events: [] }],
    ['POST', '/scenarios', { effects: { duplicates: 1001 } }],
    ['PUT', '/behaviour', { unknown: true }],
    ['PUT', '/behaviour', { intention_urls_for: ['cash'] }],
    ['PUT', '/integrations/1001/callbacks', { processed: 'file:///etc/passwd' }],
    ['POST', '/deliveries/release', { ids: [] }],
    ['POST', '/orders/700001/pay', { outcome: 'MAYBE' }],
  ])('answers 400 to %s %s with %j and says what is wrong', async (method, path, body) => {
    await scene.merchant.intention();

    const response = await call(method, path, body);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining('body') });
  });

  it.each([
    ['GET', '/orders/1'],
    ['GET', '/transactions/1'],
    ['POST', '/orders/1/pay'],
    ['POST', '/intentions/x/pay'],
    ['POST', '/transactions/1/pay'],
    ['POST', '/deliveries/1/replay'],
    ['PUT', '/integrations/1/callbacks'],
    ['GET', '/nowhere'],
  ])('answers 404 to %s %s', async (method, path) => {
    expect((await call(method, path, method === 'GET' ? undefined : {})).status).toBe(404);
  });

  it('moves the clock, which shows in every moment', async () => {
    expect(await scene.control.get('/clock')).toEqual({ now: '2026-01-15T10:00:00.000Z' });
    expect(await scene.control.post('/clock/advance', { seconds: 90 })).toEqual({
      now: '2026-01-15T10:01:30.000Z',
    });

    const { intention_order_id: orderId } = await scene.merchant.intention();
    const { order } = await scene.control.get<{ order: Json }>(`/orders/${orderId}`);
    expect(order['created_at']).toMatch(/^2026-01-15T12:01:30\.000/);
  });

  it.each([
    ['APPROVED', { success: true, pending: false }],
    ['DECLINED', { success: false, pending: false, data: { acq_response_code: '05' } }],
    ['INSUFFICIENT_FUNDS', { success: false, data: { acq_response_code: '51' } }],
    ['BLOCKED', { success: false, is_3d_secure: false }],
    ['AUTHENTICATION_FAILED', { success: false, is_3d_secure: true }],
    ['TIMED_OUT', { success: false, pending: true }],
  ])('pays an intention without a browser, with the outcome %s', async (outcome, expected) => {
    const { client_secret: secret } = await scene.merchant.intention();

    const { transaction } = await scene.control.post<{ transaction: Json }>(`/intentions/${secret}/pay`, {
      outcome,
    });

    expect(transaction).toMatchObject(expected);
  });

  it('pays by the method that it is told', async () => {
    const { intention_order_id: orderId } = await scene.merchant.intention({
      payment_methods: [1001, 1002, 1003],
    });

    const { transaction } = await scene.control.post<{ transaction: Json }>(`/orders/${orderId}/pay`, {
      integration_id: 1002,
    });

    expect(transaction).toMatchObject({
      integration_id: 1002,
      success: true,
      source_data: { type: 'wallet' },
    });
  });

  it('keeps every movement of money in the ledger', async () => {
    const pay = async (changes: Json, outcome?: string): Promise<number> => {
      const { intention_order_id: orderId } = await scene.merchant.intention(changes);
      const { transaction } = await scene.control.post<{ transaction: { id: number } }>(
        `/orders/${orderId}/pay`,
        outcome === undefined ? {} : { outcome },
      );
      return transaction.id;
    };
    const sale = await pay({ special_reference: 'sale' });
    const auth = await pay({ payment_methods: [1004] });
    const voided = await pay({});
    await pay({}, 'DECLINED');
    await scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', {
      transaction_id: sale,
      amount_cents: 4000,
    });
    await scene.merchant.secret('POST', '/api/acceptance/capture', {
      transaction_id: auth,
      amount_cents: 2500,
    });
    await scene.merchant.secret('POST', '/api/acceptance/void_refund/void', { transaction_id: voided });

    const { entries, totals } = await scene.control.get<{ entries: Json[]; totals: Json[] }>('/ledger');

    expect(entries.map(({ kind, amount_cents: amount }) => [kind, amount])).toEqual([
      ['capture', 10000],
      ['capture', 10000],
      ['refund', -4000],
      ['capture', 2500],
      ['void', -10000],
    ]);
    expect(totals).toEqual([
      {
        order_id: 700001,
        merchant_order_id: 'sale',
        currency: 'EGP',
        captured_cents: 10000,
        refunded_cents: 4000,
        voided_cents: 0,
        balance_cents: 6000,
      },
      expect.objectContaining({
        order_id: 700003,
        captured_cents: 10000,
        voided_cents: 10000,
        balance_cents: 0,
      }),
      expect.objectContaining({ order_id: 700002, captured_cents: 2500, balance_cents: 2500 }),
    ]);
  });

  it('lists deliveries by order and state', async () => {
    await scene.control.post('/scenarios', { effects: { drop: true }, times: 1 });
    for (let order = 0; order < 2; order += 1) {
      const { client_secret: secret } = await scene.merchant.intention({
        notification_url: scene.shop.hookUrl,
      });
      await scene.control.post(`/intentions/${secret}/pay`);
    }
    await scene.control.post('/deliveries/flush');
    const idsOf = async (query: string): Promise<unknown[]> =>
      (await scene.control.get<{ deliveries: Json[] }>(`/deliveries${query}`)).deliveries.map(({ id }) => id);

    expect(await idsOf('')).toEqual([1, 2]);
    expect(await idsOf('?order_id=700002')).toEqual([2]);
    expect(await idsOf('?status=dropped')).toEqual([1]);
    expect(await idsOf('?status=delivered&order_id=700001')).toEqual([]);
  });

  it('forgets everything on reset and goes on with the first numbers', async () => {
    scene.shop.answers = ['hang'];
    const { client_secret: secret } = await scene.merchant.intention({
      notification_url: scene.shop.hookUrl,
    });
    await scene.control.post(`/intentions/${secret}/pay`);
    await scene.shop.arrived(1);
    await scene.control.put('/behaviour', { refund_kiosk: true });
    await scene.control.post('/faults', { kind: 'status', path: '/' });

    await scene.control.post('/reset');

    expect(await scene.control.get('/orders')).toEqual({ orders: [] });
    expect(await scene.control.get('/deliveries')).toEqual({ deliveries: [] });
    expect(await scene.control.get('/faults')).toEqual({ faults: [] });
    expect(await scene.control.get('/behaviour')).toMatchObject({ refund_kiosk: false });
    expect(await scene.control.get('/clock')).toEqual({ now: '2026-01-15T10:00:00.000Z' });
    expect((await scene.merchant.intention()).intention_order_id).toBe(700001);
  });

  it('gives the same secrets for the same seed', async () => {
    const other = await startScene({ seed: 'control' });
    try {
      const [mine, theirs] = [await scene.merchant.intention(), await other.merchant.intention()];

      expect(theirs.client_secret).toBe(mine.client_secret);
    } finally {
      await other.stop();
    }
  });
});
