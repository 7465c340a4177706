import { jest } from '@jest/globals';
import { Types } from 'mongoose';
import { callbacksOf, distortCallbacks, sendCallback } from '../support/callbacks.js';
import { watchLog } from '../support/log.js';
import { PaymentScene, type Checkout, type PlacedOrder } from '../support/payments.js';

jest.setTimeout(60_000);

describe('reconciliation with Paymob', () => {
  let scene: PaymentScene;
  let log: ReturnType<typeof watchLog>;

  beforeAll(async () => {
    scene = await PaymentScene.open({ LOG_LEVEL: 'warn' });
  });
  beforeEach(() => {
    log = watchLog();
  });
  afterEach(async () => {
    log.stop();
    await scene.control.delete('/scenarios');
    await scene.control.delete('/faults');
  });
  afterAll(() => scene.close());

  /** Five minutes with a sweep every minute, as the schedule makes it. */
  const fiveMinutes = async () => {
    for (let minute = 0; minute < 5; minute++) {
      await scene.pass({ minutes: 1 });
      await scene.shop.sweep();
    }
  };

  const recordOf = async ({ id }: { id: string }) =>
    (await scene.shop.test.db.collection('payments').findOne({ _id: new Types.ObjectId(id) }))!;

  const begin = async (method: string): Promise<{ order: PlacedOrder; payment: Checkout }> => {
    const order = await scene.placeOrder({ paymentMethod: method });
    const payment = await scene.checkout(order, method);
    await distortCallbacks(scene, payment, { drop: true });
    return { order, payment };
  };

  it('brings the shop to Paymob’s state within five minutes although every callback is lost', async () => {
    const methods = ['card', 'wallet', 'kiosk', 'card', 'card', 'card'];
    const all = await Promise.all(methods.map(begin));
    const [card, wallet, kiosk, declined, refunded, abandoned] = all;
    for (const { payment } of [card!, wallet!, kiosk!, refunded!]) await scene.pay(payment);
    await scene.pay(declined!.payment, { outcome: 'DECLINED' });
    await fiveMinutes();
    await scene.operate(refunded!.payment, 'refunds', { amountMinor: 700, reason: 'test' }).expect(201);
    await fiveMinutes();

    for (const { order, payment } of [card!, wallet!, kiosk!]) {
      expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
      expect(await scene.payment(payment)).toMatchObject({ status: 'succeeded' });
    }
    expect(await scene.order(refunded!.order)).toMatchObject({ payment: { refundedMinor: 700 } });
    expect(await scene.payment(declined!.payment)).toMatchObject({ status: 'declined' });
    expect(await scene.payment(abandoned!.payment)).toMatchObject({ status: 'pending' });
    // Invariant I2: the shop's ledger is the gateway's log.
    for (const { payment } of all) {
      const { capturedMinor, refundedMinor } = await scene.payment(payment);
      expect(capturedMinor - refundedMinor).toBe((await scene.gatewayTotal(payment))?.balance_cents ?? 0);
    }
  });

  it('says in one line what no callback had told', async () => {
    const { payment, order } = await begin('card');
    await scene.pay(payment);

    await fiveMinutes();

    const drifts = log.lines().filter(({ event }) => event === 'payment.drift');
    expect(drifts).toEqual([
      expect.objectContaining({
        level: 'warn',
        paymentId: payment.id,
        currency: 'EGP',
        was: { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 },
        is: { authorizedMinor: 0, capturedMinor: order.totalMinor, refundedMinor: 0 },
      }),
    ]);
  });

  it('finds a refund that was made in Paymob’s own dashboard by its callback, however little that proves', async () => {
    const { order, payment, transactionId } = await scene.paidOrder();

    await scene.refundAtPaymob(transactionId, 900);
    await scene.deliver();

    expect(await scene.payment(payment)).toMatchObject({ status: 'partially_refunded', refundedMinor: 900 });
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'partially_refunded' });
  });

  it('finds each refund made in the dashboard, even days later and told of by the payment’s callback alone', async () => {
    const { order, payment, transactionId } = await scene.paidOrder();
    await scene.control.post('/scenarios', {
      order_id: payment.paymobOrderId,
      events: ['refund'],
      effects: { drop: true },
    });
    await scene.pass({ minutes: 48 * 60 });
    await scene.shop.sweep();

    for (const amountMinor of [900, 700, 300]) {
      await scene.refundAtPaymob(transactionId, amountMinor);
      await scene.deliver();
      await scene.pass({ minutes: 1 });
      await scene.shop.sweep();
    }

    expect(await scene.payment(payment)).toMatchObject({ refundedMinor: 1_900 });
    expect(await scene.order(order)).toMatchObject({ payment: { refundedMinor: 1_900 } });
  });

  it('asks once about a success that is told ten times again', async () => {
    const { payment } = await scene.paidOrder();
    const [told] = await callbacksOf(scene, payment);
    await Promise.all(
      Array.from({ length: 10 }, () => sendCallback(scene, told!.body, `?hmac=${told!.hmac}`).expect(200)),
    );

    await scene.pass({ minutes: 1 });
    await scene.shop.sweep();
    const { checkedAt } = await recordOf(payment);

    await fiveMinutes();

    expect(checkedAt).toBeInstanceOf(Date);
    expect((await recordOf(payment))['checkedAt']).toEqual(checkedAt);
  });

  it('goes on when Paymob has been down in between', async () => {
    const { order, payment } = await begin('card');
    await scene.pay(payment);
    await scene.control.post('/faults', { kind: 'status', status: 503, path: '/api/', times: null });
    await fiveMinutes();
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'unpaid' });

    await scene.control.delete('/faults');
    // The breaker goes by real time.
    const realNow = Date.now;
    const later = jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 11_000);
    await fiveMinutes();
    later.mockRestore();

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('renews the token that Paymob has forgotten', async () => {
    const { order, payment } = await begin('card');
    await scene.pay(payment);
    // The token of the sweeps before is good for an hour.
    await scene.pass({ minutes: 70 });
    await scene.shop.sweep();

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('stops asking an hour after the customer’s time is up', async () => {
    const { payment } = await begin('card');
    await scene.pass({ minutes: 91 });
    await scene.shop.sweep();
    await scene.pass({ minutes: 5 });
    await scene.shop.sweep();

    expect(await scene.payment(payment)).toMatchObject({ status: 'expired' });
    const record = await recordOf(payment);
    expect(record).not.toHaveProperty('nextWorkAt');
  });

  it('pays each order once when three sweepers work at once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => begin('card')));
    for (const { payment } of all) await scene.pay(payment);
    await scene.pass({ minutes: 4 });

    await Promise.all([scene.shop.sweep(), scene.shop.sweep(), scene.shop.sweep()]);

    for (const { order } of all) {
      const { history, paymentStatus } = await scene.order(order);
      expect(paymentStatus).toBe('paid');
      expect(history.filter(({ field }) => field === 'paymentStatus')).toHaveLength(1);
    }
    expect(log.lines().filter(({ event }) => event === 'payment.drift')).toHaveLength(all.length);
  });
});
