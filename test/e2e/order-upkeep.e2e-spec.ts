import { jest } from '@jest/globals';
import { Types } from 'mongoose';
import { SweepTasks } from '../../src/common/sweep/sweep-tasks.js';
import { AllocationService } from '../../src/modules/inventory/index.js';
import { ReceivePaymentService } from '../../src/modules/orders/index.js';
import { moveTime } from '../support/clock.js';
import { type Mailbox, startMailbox } from '../support/mailbox.js';
import { PaymentScene } from '../support/payments.js';
import { TestShop } from '../support/shop.js';

const HOUR_MS = 60 * 60 * 1000;

describe('the upkeep of orders', () => {
  let mailbox: Mailbox;
  let shop: TestShop;
  beforeAll(async () => {
    mailbox = await startMailbox();
    shop = await TestShop.open({ MAIL_URL: mailbox.url });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    mailbox.refuseWith(null);
  });
  afterAll(async () => {
    await shop.close();
    await mailbox.close();
  });

  it('expires an order whose mails cannot be sent', async () => {
    const sku = await shop.addProduct(1);
    mailbox.refuseWith(451);
    const { order } = await shop.order({ [sku]: 1 });
    await shop.sweep();

    moveTime(shop.test, HOUR_MS);
    await shop.sweep();

    expect(await shop.read(order.id)).toMatchObject({ status: 'expired' });
    expect(await shop.stock(sku)).toMatchObject({ available: 1, reserved: 0 });
  });

  it('gives goods that came in to an order whose mails cannot be sent', async () => {
    const sku = await shop.addProduct(0);
    await shop.setRules(sku, { policy: 'backorder', backorderLimit: 1 });
    mailbox.refuseWith(451);
    const { order } = await shop.confirmedOrder({ [sku]: 1 });

    await shop.setOnHand(sku, 1);
    await shop.sweep();

    expect(await shop.read(order.id)).toMatchObject({ isAwaitingGoods: false });
  });

  it('gives a mail up that the server refuses for good', async () => {
    mailbox.refuseWith(550);
    const { order } = await shop.order({ [await shop.addProduct(1)]: 1 });

    await shop.sweep();

    expect(await outboxOf(order.id)).toEqual([]);
  });

  it('no longer waits for goods that were promised and are cancelled', async () => {
    const sku = await shop.addProduct(1);
    await shop.setRules(sku, { policy: 'backorder', backorderLimit: 1 });
    const { order } = await shop.confirmedOrder({ [sku]: 2 });

    const cancelled = await shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });

    expect(cancelled).toMatchObject({ isAwaitingGoods: false });
  });

  it('sends the first mail of an order that is about to be paid', async () => {
    const scene = await PaymentScene.open({ MAIL_URL: mailbox.url });
    try {
      const order = await scene.placeOrder({ email: 'about-to-pay@example.com' });
      await scene.checkout(order);

      await scene.shop.sweep();

      expect((await mailbox.mailTo('about-to-pay@example.com')).subject).toContain('ORD-00000001');
    } finally {
      await scene.close();
    }
  });

  it('keeps what was held anew between the look at an expired hold and its release', async () => {
    const allocations = shop.test.app.get(AllocationService);
    const sku = await shop.addProduct(2);
    const orderId = new Types.ObjectId().toHexString();
    const now = new Date();
    const plan = await allocations.plan(orderId, [{ sku, quantity: 2 }], { country: 'EG' });
    await allocations.reserve(orderId, plan, { expiresAt: new Date(now.getTime() - 1) });
    const expired = await allocations.findExpired(now, 10);

    await allocations.reserve(orderId, plan, { expiresAt: new Date(now.getTime() + HOUR_MS) });
    for (const reservation of expired) await allocations.releaseExpired(reservation, now);

    expect(await shop.stock(sku)).toMatchObject({ reserved: 2 });
    await allocations.release(orderId, plan);
  });

  it.each([1, 2, 5])('sells a late order once when its money is told %i times at once', async (times) => {
    const sku = await shop.addProduct(3);
    const { order } = await shop.order({ [sku]: 2 });
    moveTime(shop.test, HOUR_MS);
    await shop.sweep();
    const receiver = shop.test.app.get(ReceivePaymentService);
    const totals = paymentOver(order.totals.grandTotalMinor);

    const tell = () => receiver.receive(order.id, totals, 'paymob');
    const receptions = await Promise.all([...Array.from({ length: times }, tell), shop.sweep().then(tell)]);
    await shop.sweep();

    expect(new Set(receptions)).toEqual(new Set(['recorded']));
    expect(await shop.read(order.id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(await shop.stock(sku)).toEqual({ onHand: 1, available: 1, reserved: 0 });
  });

  it('frees an expired order at once although its reservation was looked at just before', async () => {
    const sku = await shop.addProduct(1);
    await shop.order({ [sku]: 1 });
    moveTime(shop.test, HOUR_MS);

    await shop.test.app.get(SweepTasks).entries().get('orders.reservations')?.(1_000);
    await shop.sweep();

    expect(await shop.stock(sku)).toEqual({ onHand: 1, available: 1, reserved: 0 });
  });

  it('sells a late order although the release of its old hold comes after the new one', async () => {
    const sku = await shop.addProduct(3);
    const { order } = await shop.order({ [sku]: 2 });
    moveTime(shop.test, HOUR_MS);
    jest.spyOn(shop.test.app.get(AllocationService), 'shrink').mockRejectedValueOnce(new Error('Away'));
    await shop.sweep();

    const totals = paymentOver(order.totals.grandTotalMinor);
    await shop.test.app.get(ReceivePaymentService).receive(order.id, totals, 'paymob');
    await shop.sweep();

    expect(await shop.read(order.id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(await shop.stock(sku)).toEqual({ onHand: 1, available: 1, reserved: 0 });
  });

  it('takes only what is left of a late order of which a part was cancelled', async () => {
    const sku = await shop.addProduct(3);
    const { order } = await shop.order({ [sku]: 3 });
    const { totals } = await shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });
    moveTime(shop.test, HOUR_MS);
    await shop.sweep();

    await shop.test.app.get(ReceivePaymentService).receive(order.id, paymentOver(totals.dueMinor), 'paymob');

    expect(await shop.stock(sku)).toEqual({ onHand: 1, available: 1, reserved: 0 });
  });

  it('takes money that comes in the moment in which the order expires', async () => {
    const receiver = shop.test.app.get(ReceivePaymentService);
    const sku = await shop.addProduct(20);
    const orders = await Promise.all(Array.from({ length: 20 }, () => shop.order({ [sku]: 1 })));
    moveTime(shop.test, HOUR_MS);

    const [receptions] = await Promise.all([
      Promise.all(
        orders.map(({ order }) =>
          receiver.receive(order.id, paymentOver(order.totals.grandTotalMinor), 'paymob'),
        ),
      ),
      shop.sweep(),
      shop.sweep(),
    ]);
    await shop.sweep();

    expect(receptions.filter((reception) => reception !== 'recorded')).toEqual([]);
    expect(await shop.stock(sku)).toEqual({ onHand: 0, available: 0, reserved: 0 });
  });

  async function outboxOf(orderId: string): Promise<unknown> {
    const order = await shop.test.db.collection('orders').findOne({ _id: new Types.ObjectId(orderId) });
    return order?.['outbox'];
  }
});

function paymentOver(capturedMinor: number) {
  const paymentId = new Types.ObjectId().toHexString();
  return { paymentId, version: 1, authorizedMinor: 0, capturedMinor, refundedMinor: 0 };
}
