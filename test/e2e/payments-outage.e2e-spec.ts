import { jest } from '@jest/globals';
import { PaymentScene } from '../support/payments.js';

jest.setTimeout(60_000);

const UNAVAILABLE = [503, 'payments.provider_unavailable'];
const MISCONFIGURED = [502, 'payments.provider_misconfigured'];
const REFUSED = [422, 'payments.provider_refused'];

const answers = (status: number, body: unknown, headers: object = {}) => ({
  kind: 'status',
  status,
  body,
  headers,
});

/** What Paymob may answer to an intention, and what the customer's client is told. */
const FAILURES: [what: string, fault: object, problem: (number | string)[]][] = [
  ['a connection that breaks before the answer', { kind: 'reset' }, UNAVAILABLE],
  ['a connection that breaks after the call took effect', { kind: 'reset_after' }, UNAVAILABLE],
  ['500', answers(500, { detail: 'A server error occurred.' }), UNAVAILABLE],
  ['502 with a page', answers(502, '<html>Bad gateway</html>'), UNAVAILABLE],
  ['429', answers(429, { detail: 'Request was throttled.' }), UNAVAILABLE],
  ['JSON that breaks off', { kind: 'malformed_json_after' }, UNAVAILABLE],
  ['an empty body', { kind: 'empty_body_after' }, UNAVAILABLE],
  ['200 with an error in it', answers(200, { detail: 'Something is wrong' }), UNAVAILABLE],
  [
    '201 with ids of the wrong type',
    answers(201, { intention_order_id: '7', client_secret: 5 }),
    UNAVAILABLE,
  ],
  ['200 with a list', answers(200, []), UNAVAILABLE],
  ['401', answers(401, { detail: 'Authentication credentials were not provided.' }), MISCONFIGURED],
  ['403', answers(403, { detail: 'You do not have permission to perform this action.' }), MISCONFIGURED],
  [
    '404 for the integration',
    answers(404, { detail: 'Integration ID/Name does not exist in our system .' }),
    MISCONFIGURED,
  ],
  ['400 for a field', answers(400, { billing_data: { phone_number: ['This field is required.'] } }), REFUSED],
  ['406 for the items', answers(406, { detail: 'unmatched_item_prices' }), REFUSED],
  ['422 for the reference', answers(422, { message: 'duplicate' }), REFUSED],
];

describe('when Paymob fails', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterEach(() => scene.control.delete('/faults'));
  afterAll(() => scene.close());

  it.each(FAILURES)(
    'by %s, the customer is told so and can pay the order later',
    async (_, fault, [status, code]) => {
      const order = await scene.placeOrder();
      await scene.control.post('/faults', { path: '/v1/intention/', ...fault });

      const failed = await scene.start(order).expect(Number(status));

      expect(failed.headers['content-type']).toContain('application/problem+json');
      expect(failed.body).toMatchObject({ code, status });
      expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
      const payment = await scene.checkout(order);
      await scene.pay(payment);
      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
    },
  );

  it('passes on when to try again', async () => {
    const order = await scene.placeOrder();
    const fault = { path: '/v1/intention/', ...answers(429, {}, { 'Retry-After': '17' }) };
    await scene.control.post('/faults', fault);

    const failed = await scene.start(order).expect(503);

    expect(failed.headers['retry-after']).toBe('17');
  });

  it('passes on which field was refused, and no value of it', async () => {
    const order = await scene.placeOrder();
    await scene.control.post('/faults', {
      path: '/v1/intention/',
      ...answers(400, { billing_data: { phone_number: ['Enter a valid phone number.'] } }),
    });

    const failed = await scene.start(order).expect(422);

    expect(failed.body).toMatchObject({
      providerMessage: 'billing_data.phone_number: Enter a valid phone number.',
    });
    expect(failed.text).not.toContain('1001234567');
  });

  it('finishes the attempt of a failed request when that is repeated under its key', async () => {
    const order = await scene.placeOrder();
    await scene.control.post('/faults', { path: '/v1/intention/', kind: 'reset_after' });
    const key = `key-${order.id}`;
    const send = () =>
      scene.shop.http
        .post('/v1/payments')
        .set({ ...order.headers, 'Idempotency-Key': key })
        .send({ orderId: order.id, method: 'card' });
    await send().expect(503);

    const repeated = await send().expect(201);

    const list = await scene.shop.http.get(`/v1/payments?orderId=${order.id}`).set(order.headers).expect(200);
    expect((list.body as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([
      (repeated.body as { id: string }).id,
    ]);
  });

  it('asks for what the order owes by now, when a failed request is repeated', async () => {
    const sku = await scene.shop.addProduct(5, { priceMinor: 10_000 });
    const { order, headers } = await scene.shop.order({ [sku]: 3 });
    const placed = { id: order.id, sku, headers, totalMinor: order.totals.grandTotalMinor };
    await scene.control.post('/faults', { path: '/v1/intention/', kind: 'reset' });
    const key = `key-${order.id}`;
    await scene.start(placed, 'card').set('Idempotency-Key', key).expect(503);
    const { totals } = await scene.shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });

    const payment = await scene.checkout(placed, 'card', {}, key);
    await scene.pay(payment);

    expect(totals.dueMinor).toBeLessThan(placed.totalMinor);
    expect(payment.amountMinor).toBe(totals.dueMinor);
    expect(await scene.order(placed)).toMatchObject({
      paymentStatus: 'paid',
      payment: { capturedMinor: totals.dueMinor, refundedMinor: 0 },
    });
  });

  it('by answering too slowly, a checkout ends long before', async () => {
    const order = await scene.placeOrder();
    // Longer than this test may take.
    await scene.control.post('/faults', { path: '/v1/intention/', kind: 'slow', delay_ms: 120_000 });

    await scene.start(order).expect(503);

    expect(await scene.order(order)).toMatchObject({ status: 'pending' });
  });

  it('altogether, browsing, ordering and reading go on, and paying fails at once', async () => {
    const order = await scene.placeOrder();
    await scene.control.post('/faults', { path: '/', kind: 'reset', times: null });
    for (let failure = 0; failure < 5; failure++) await scene.start(order).expect(503);

    await scene.control.delete('/faults');
    await scene.control.post('/faults', { path: '/', kind: 'slow', delay_ms: 120_000 });
    await scene.start(order).expect(503);
    // Paymob was not even called, or the fault would be used up.
    expect(await scene.control.get('/faults')).toMatchObject({ faults: [{ kind: 'slow' }] });
    const other = await scene.placeOrder();
    await scene.shop.http.get('/v1/products').expect(200);

    expect(await scene.order(other)).toMatchObject({ status: 'pending' });
  });
});

describe('what the shop does not offer', () => {
  it('is refused by method', async () => {
    const scene = await PaymentScene.open({
      PAYMOB_WALLET_INTEGRATION_ID: '',
      PAYMOB_KIOSK_INTEGRATION_ID: '',
    });
    try {
      const order = await scene.placeOrder();
      for (const method of ['wallet', 'kiosk']) {
        const refused = await scene.start(order, method).expect(422);
        expect(refused.body).toMatchObject({ code: 'payments.method_unavailable', method });
      }
      await scene.start(order).expect(201);
    } finally {
      await scene.close();
    }
  });

  it('is refused by currency, where Paymob counts in other minor units', async () => {
    const scene = await PaymentScene.open({ STORE_CURRENCY: 'KWD' });
    try {
      const refused = await scene.start(await scene.placeOrder()).expect(422);
      expect(refused.body).toMatchObject({ code: 'payments.method_unavailable' });
    } finally {
      await scene.close();
    }
  });

  it('is not the Omani rial: its thousandths are what Paymob calls cents', async () => {
    const scene = await PaymentScene.open({
      STORE_CURRENCY: 'OMR',
      PAYMOB_REGION: 'oman',
      PAYMOB_INTEGRATION_ID: '3001',
    });
    try {
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);
      await scene.pay(payment);
      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
      expect(await scene.gatewayTotal(payment)).toMatchObject({
        currency: 'OMR',
        captured_cents: order.totalMinor,
      });
    } finally {
      await scene.close();
    }
  });
});
