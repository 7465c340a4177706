import { jest } from '@jest/globals';
import { PaymentScene } from '../support/payments.js';

jest.setTimeout(60_000);

describe('the older flow of Paymob', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    // As a shop has it that was never given a secret key.
    scene = await PaymentScene.open({ PAYMOB_FLOW: 'legacy', PAYMOB_SECRET_KEY: '' });
  });
  afterEach(() => scene.control.delete('/faults'));
  afterAll(() => scene.close());

  it('takes a card in an iframe', async () => {
    const order = await scene.placeOrder();

    const payment = await scene.checkout(order);

    const url = new URL(payment.iframeUrl!);
    expect(url.origin + url.pathname).toBe(
      `${scene.sandbox.url}/api/acceptance/iframes/${scene.sandbox.keys.iframeId}`,
    );
    expect((await fetch(url)).status).toBe(200);
    await scene.pay(payment);
    expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
  });

  it('sends the customer to the wallet by the number of the order’s address', async () => {
    const order = await scene.placeOrder({ paymentMethod: 'wallet' });

    const payment = await scene.checkout(order, 'wallet');

    expect(payment.checkoutUrl).toContain(`${scene.sandbox.url}/checkout/challenge/`);
    const [transaction] = await transactionsOf(payment.paymobOrderId);
    expect(transaction!.source_data.pan).toBe('01001234567');
    await scene.control.post(`/transactions/${transaction!.id}/pay`);
    await scene.deliver();
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('names the reference to pay by at a kiosk, hours later', async () => {
    const order = await scene.placeOrder({ paymentMethod: 'kiosk' });

    const payment = await scene.checkout(order, 'kiosk');

    const [transaction] = await transactionsOf(payment.paymobOrderId);
    expect(payment).toMatchObject({
      billReference: String(transaction!.id),
      checkoutUrl: null,
      status: 'pending',
    });
    await scene.pass({ minutes: 20 * 60 });
    await scene.shop.sweep();
    await scene.control.post(`/transactions/${transaction!.id}/pay`);
    await scene.deliver();
    expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
  });

  it.each(['refunds', 'void'] as const)(
    'gives money back (%s) by the token, without a secret key',
    async (action) => {
      const { order, payment } = await scene.paidOrder();

      await scene
        .operate(payment, action, action === 'void' ? {} : { amountMinor: order.totalMinor, reason: 'x' })
        .expect(201);

      expect(await scene.gatewayTotal(payment)).toMatchObject({ balance_cents: 0 });
    },
  );

  it('asks Paymob not to take a second payment of a paid order', async () => {
    const { payment } = await scene.paidOrder();

    await expect(scene.pay(payment)).rejects.toThrow('order-locked');
  });

  it('gets a new token when Paymob no longer knows the old one, and goes on', async () => {
    await scene.checkout(await scene.placeOrder());
    await scene.control.post('/faults', {
      kind: 'status',
      status: 401,
      path: '/api/ecommerce/orders',
      body: { detail: 'incorrect credentials' },
    });

    const payment = await scene.checkout(await scene.placeOrder());

    expect(payment.status).toBe('pending');
  });

  it.each([
    [401, 201, ['succeeded']],
    [403, 502, []],
  ])(
    'repeats a refund that was answered with %i only when the token was to blame',
    async (status, answer, states) => {
      const { payment } = await scene.paidOrder();
      await scene.control.post('/faults', {
        kind: 'status',
        status,
        path: '/api/acceptance/void_refund/refund',
      });

      await scene.operate(payment, 'refunds', { amountMinor: 500, reason: 'x' }).expect(answer);

      const { operations } = await scene.payment(payment);
      expect(operations.map(({ state }) => state)).toEqual(states);
    },
  );

  it('leaves the order payable when Paymob fails half-way, and the next try begins anew', async () => {
    const order = await scene.placeOrder();
    await scene.control.post('/faults', {
      kind: 'status',
      status: 500,
      path: '/api/acceptance/payment_keys',
    });

    const failed = await scene.start(order).expect(503);
    expect(failed.body).toMatchObject({ code: 'payments.provider_unavailable' });
    const payment = await scene.checkout(order);
    await scene.pay(payment);

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
  });

  const transactionsOf = async (paymobOrderId: number) =>
    (
      await scene.control.get<{ transactions: { id: number; source_data: { pan: string } }[] }>(
        `/orders/${paymobOrderId}`,
      )
    ).transactions;
});
