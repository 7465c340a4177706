import { jest } from '@jest/globals';
import { distortCallbacks } from '../support/callbacks.js';
import { PaymentScene, type Checkout } from '../support/payments.js';

jest.setTimeout(60_000);

describe('money that an order does not owe', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterEach(async () => {
    await scene.control.delete('/scenarios');
    await scene.control.delete('/faults');
    await scene.control.put('/behaviour', { refund_kiosk: false });
  });
  afterAll(() => scene.close());

  /** Invariant I3: every success at the gateway is one paid order or goes back. */
  const expectReturned = async (payment: Checkout) => {
    const { balance_cents, captured_cents } = (await scene.gatewayTotal(payment))!;
    expect(captured_cents).toBeGreaterThan(0);
    expect(balance_cents).toBe(0);
  };

  it.each([
    ['card', 'card', 'voided'],
    ['card', 'wallet', 'refunded'],
    ['wallet', 'card', 'voided'],
  ])('goes back when a second attempt succeeds as well (%s, then %s)', async (first, second, status) => {
    const order = await scene.placeOrder();
    const winner = await scene.checkout(order, first);
    const late = await scene.checkout(order, second);

    await scene.pay(winner);
    await scene.pay(late);
    await scene.deliver();

    expect(await scene.order(order)).toMatchObject({
      status: 'confirmed',
      paymentStatus: 'paid',
      payment: { capturedMinor: order.totalMinor, refundedMinor: 0 },
    });
    expect(await scene.payment(winner)).toMatchObject({ status: 'succeeded' });
    expect(await scene.payment(late)).toMatchObject({ status });
    await expectReturned(late);
  });

  it('goes back from all but one, when five attempts succeed at once', async () => {
    const order = await scene.placeOrder();
    const attempts: Checkout[] = [];
    for (let n = 0; n < 5; n++) attempts.push(await scene.checkout(order));
    for (const { paymobOrderId } of attempts) {
      await scene.control.post(`/orders/${paymobOrderId}/pay`);
    }

    await scene.deliver();
    await scene.shop.sweep();
    await scene.deliver();

    const statuses = await Promise.all(
      attempts.map(async (attempt) => (await scene.payment(attempt)).status),
    );
    expect(statuses.toSorted()).toEqual(['succeeded', 'voided', 'voided', 'voided', 'voided']);
    const totals = await Promise.all(attempts.map((attempt) => scene.gatewayTotal(attempt)));
    const balance = totals.reduce((sum, total) => sum + total!.balance_cents, 0);
    expect(balance).toBe(order.totalMinor);
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid', payment: { refundedMinor: 0 } });
  });

  it('goes back when one attempt is paid twice at Paymob', async () => {
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order);

    await scene.pay(payment);
    await scene.pay(payment, { force: true });
    await scene.deliver();
    await scene.shop.sweep();

    expect(await scene.order(order)).toMatchObject({
      paymentStatus: 'paid',
      payment: { capturedMinor: order.totalMinor, refundedMinor: 0 },
    });
    expect(await scene.payment(payment)).toMatchObject({ status: 'succeeded', refundedMinor: 0 });
    expect(await scene.gatewayTotal(payment)).toMatchObject({ balance_cents: order.totalMinor });
  });

  it('revives an expired order whose goods can still be had', async () => {
    const order = await scene.placeOrder({}, 1);
    const payment = await scene.checkout(order);
    await scene.pass({ minutes: 31 });
    await scene.shop.sweep();
    expect(await scene.order(order)).toMatchObject({ status: 'expired' });

    await scene.pay(payment, { force: true });

    expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(await scene.shop.stock(order.sku)).toEqual({ onHand: 0, available: 0, reserved: 0 });
  });

  it('lets a revived order wait for goods that others have bought meanwhile, and get them when they come in', async () => {
    const { shop } = scene;
    const order = await scene.placeOrder({}, 1);
    await shop.setRules(order.sku, { policy: 'backorder', backorderLimit: 1 });
    const payment = await scene.checkout(order);
    await scene.pass({ minutes: 31 });
    await shop.sweep();
    await shop.confirmedOrder({ [order.sku]: 1 });

    await scene.pay(payment, { force: true });
    expect(await scene.order(order)).toMatchObject({ status: 'confirmed', isAwaitingGoods: true });
    await shop.setOnHand(order.sku, 1);
    await shop.sweep();

    expect(await scene.order(order)).toMatchObject({ isAwaitingGoods: false });
    expect(await shop.act(order.id, 'fulfilments')).toMatchObject({ fulfilmentStatus: 'fulfilled' });
  });

  it('goes back when the goods of an expired order are gone, even if new ones come before it has', async () => {
    const order = await scene.placeOrder({}, 1);
    const payment = await scene.checkout(order);
    await scene.pass({ minutes: 31 });
    await scene.shop.sweep();
    await scene.shop.order({ [order.sku]: 1 });
    await scene.control.post('/faults', { kind: 'status', status: 429, path: '/api/acceptance', times: 1 });

    await scene.pay(payment, { force: true });
    await scene.shop.setOnHand(order.sku, 5);
    await scene.pass({ minutes: 1 });
    await scene.shop.sweep();
    await scene.deliver();

    expect(await scene.order(order)).toMatchObject({ status: 'expired', paymentStatus: 'unpaid' });
    expect(await scene.payment(payment)).toMatchObject({ status: 'voided' });
    await expectReturned(payment);
  });

  it('goes back when the order was cancelled before it came', async () => {
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order, 'wallet');
    await scene.shop.act(order.id, 'cancel');

    await scene.pay(payment);
    await scene.deliver();

    expect(await scene.order(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid' });
    await expectReturned(payment);
  });

  it.each([
    ['card', 'voided'],
    ['wallet', 'refunded'],
  ])('goes back when a paid order is cancelled (%s)', async (method, status) => {
    const order = await scene.placeOrder({ paymentMethod: method });
    const payment = await scene.checkout(order, method);
    await scene.pay(payment);

    const cancelled = await scene.shop.act(order.id, 'cancel');
    await scene.deliver();

    expect(cancelled).toMatchObject({ status: 'cancelled' });
    expect(await scene.order(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
    expect(await scene.payment(payment)).toMatchObject({ status });
    await expectReturned(payment);
  });

  it('goes back in part when some units are cancelled, and staff’s refund is counted', async () => {
    const sku = await scene.shop.addProduct(9, { priceMinor: 10_000 });
    const { order, headers } = await scene.shop.order({ [sku]: 3 });
    const placed = { id: order.id, sku, headers, totalMinor: order.totals.grandTotalMinor };
    const payment = await scene.checkout(placed);
    await scene.pay(payment);

    await scene.shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });
    await scene.operate(payment, 'refunds', { amountMinor: 500, reason: 'late' }).expect(201);
    await scene.shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });
    await scene.deliver();

    expect(await scene.payment(payment)).toMatchObject({ refundedMinor: 20_500 });
    expect(await scene.gatewayTotal(payment)).toMatchObject({ refunded_cents: 20_500 });
  });

  it('goes back once when a cancel is repeated and the sweeper runs beside it', async () => {
    const { order, payment } = await scene.paidOrder();

    await Promise.all([
      ...Array.from({ length: 5 }, () => scene.shop.try(order.id, 'cancel')),
      scene.shop.sweep(),
      scene.shop.sweep(),
    ]);
    await scene.shop.sweep();

    await expectReturned(payment);
    const { operations } = await scene.payment(payment);
    expect(operations.filter(({ state }) => state === 'succeeded')).toHaveLength(1);
  });

  it('goes back later when Paymob is down while the order is cancelled', async () => {
    const { order, payment } = await scene.paidOrder();
    await scene.control.post('/faults', { kind: 'status', status: 429, path: '/api/acceptance', times: 1 });

    await scene.shop.act(order.id, 'cancel');
    expect(await scene.order(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'paid' });
    await scene.pass({ minutes: 1 });
    await scene.shop.sweep();

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'refunded' });
    await expectReturned(payment);
  });

  it('is refunded when the day is over and Paymob voids no more', async () => {
    const { order, payment } = await scene.paidOrder();
    await scene.pass({ minutes: 26 * 60 });

    await scene.shop.act(order.id, 'cancel');
    await scene.deliver();

    expect(await scene.payment(payment)).toMatchObject({ status: 'refunded' });
    await expectReturned(payment);
  });

  it('is tried again for two days when Paymob refuses, then left to people', async () => {
    const order = await scene.placeOrder({ paymentMethod: 'kiosk' });
    const payment = await scene.checkout(order, 'kiosk');
    await scene.pay(payment);
    await scene.shop.act(order.id, 'cancel');
    for (let hour = 0; hour < 60; hour++) {
      await scene.pass({ minutes: 60 });
      await scene.shop.sweep();
    }

    const { operations } = await scene.payment(payment);
    expect(operations.map(({ kind, state }) => `${kind} ${state}`)).toEqual(Array(5).fill('refund failed'));

    await scene.control.put('/behaviour', { refund_kiosk: true });
    await scene.operate(payment, 'refunds', { amountMinor: order.totalMinor, reason: 'by hand' }).expect(201);
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'refunded' });
  });

  it('is not lost with the callback of a second success', async () => {
    const order = await scene.placeOrder();
    const [winner, late] = [await scene.checkout(order), await scene.checkout(order, 'wallet')];
    await scene.pay(winner);
    await distortCallbacks(scene, late, { drop: true });
    await scene.pay(late);

    for (let minute = 0; minute < 5; minute++) {
      await scene.pass({ minutes: 1 });
      await scene.shop.sweep();
    }

    await expectReturned(late);
  });
});
