import { jest } from '@jest/globals';
import { distortCallbacks } from '../support/callbacks.js';
import { watchLog } from '../support/log.js';
import { PaymentScene, type Checkout } from '../support/payments.js';

jest.setTimeout(60_000);

/** Where sources about Paymob disagree or are silent, both ways (paymob.md 8); the shop must live with either. */
const BEHAVIOURS: object[] = [
  { partial_refund_sets_flag: true },
  { partial_refund_sets_flag: false },
  { inquiry_sees_children: true },
  { inquiry_sees_children: false },
  { send_pending_callbacks: true },
  { items_count_quantity: true },
  { intention_urls_for: ['card'] },
  { intention_urls_for: ['card', 'wallet', 'kiosk'] },
  { single_use_client_secret: false },
  { reject_duplicate_reference: true },
];

describe.each(BEHAVIOURS)('if Paymob behaves like %j', (behaviour) => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
    await scene.control.put('/behaviour', behaviour);
  });
  afterAll(() => scene.close());

  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute++) {
      await scene.pass({ minutes: 1 });
      await scene.shop.sweep();
    }
  };

  const expectSameBooks = async (payment: Checkout, refundedMinor: number) => {
    expect(await scene.payment(payment)).toMatchObject({ refundedMinor });
    expect(await scene.gatewayTotal(payment)).toMatchObject({ refunded_cents: refundedMinor });
    expect(await scene.order({ id: payment.orderId })).toMatchObject({ payment: { refundedMinor } });
  };

  it.each(['card', 'wallet', 'kiosk'])(
    'a payment by %s comes, and refunds from all sides are counted once',
    async (method) => {
      const order = await scene.placeOrder({ paymentMethod: method });
      const payment = await scene.checkout(order, method);
      const { transaction } = await scene.pay(payment);
      await minutes(5);
      expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
      if (method === 'kiosk') return;

      await scene.operate(payment, 'refunds', { amountMinor: 700, reason: 'x' }).expect(201);
      await scene.refundAtPaymob(transaction.id, 900);
      await scene.control.post('/faults', {
        kind: 'reset_after',
        path: '/api/acceptance/void_refund/refund',
      });
      // Done, if the callback was quicker than the connection’s end.
      const { status } = await scene.operate(payment, 'refunds', { amountMinor: 500, reason: 'x' });
      expect([201, 202]).toContain(status);
      await scene.deliver();
      await minutes(5);

      await expectSameBooks(payment, 2_100);
    },
  );

  it('a payment and its refund are found although no callback comes', async () => {
    const log = watchLog();
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order);
    await distortCallbacks(scene, payment, { drop: true });
    const { transaction } = await scene.pay(payment);
    await minutes(5);
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });

    await scene.refundAtPaymob(transaction.id, 900);
    await scene.pass({ minutes: 24 * 60 });
    await scene.shop.sweep();
    log.stop();

    await expectSameBooks(payment, 900);
  });
});
