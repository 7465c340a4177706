import { jest } from '@jest/globals';
import { PaymentScene, type PaymentBody } from '../support/payments.js';

jest.setTimeout(60_000);

describe('cash on delivery', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  const cashOrder = async (quantity: number) => {
    const sku = await scene.shop.addProduct(9, { priceMinor: 10_000 });
    const { order } = await scene.shop.confirmedOrder({ [sku]: quantity });
    return { order, sku };
  };

  const paymentsOf = async (orderId: string) => {
    const { body } = await scene.shop.http
      .get(`/v1/payments?orderId=${orderId}`)
      .set(scene.shop.admin)
      .expect(200);
    return (body as { items: PaymentBody[] }).items;
  };

  const send = async (orderId: string, lines?: object[]) =>
    (await scene.shop.act(orderId, 'fulfilments', lines && { lines })).fulfilments.at(-1)!;

  const deliver = (orderId: string, parcel: { id: string; amountMinor: number }) =>
    scene.shop.act(orderId, `fulfilments/${parcel.id}/deliver`, { collectedMinor: parcel.amountMinor });

  it('is collected at the door, and the order is paid and done', async () => {
    const { order } = await cashOrder(2);
    const parcel = await send(order.id);

    await deliver(order.id, parcel);

    expect(await scene.order(order)).toMatchObject({ status: 'completed', paymentStatus: 'paid' });
    expect(await paymentsOf(order.id)).toMatchObject([
      { method: 'cod', status: 'succeeded', capturedMinor: order.totals.grandTotalMinor, authorizedMinor: 0 },
    ]);
  });

  it('is collected parcel by parcel, in one payment', async () => {
    const { order, sku } = await cashOrder(3);
    const first = await send(order.id, [{ sku, quantity: 1 }]);
    await deliver(order.id, first);
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'partially_paid' });

    const second = await send(order.id);
    await deliver(order.id, second);

    expect(first.amountMinor + second.amountMinor).toBe(order.totals.grandTotalMinor);
    expect(await scene.order(order)).toMatchObject({ status: 'completed', paymentStatus: 'paid' });
    const [payment, ...others] = await paymentsOf(order.id);
    expect(others).toEqual([]);
    expect(payment!.operations).toMatchObject([
      { id: first.id, kind: 'capture', state: 'succeeded', amountMinor: first.amountMinor },
      { id: second.id, kind: 'capture', state: 'succeeded', amountMinor: second.amountMinor },
    ]);
  });

  it('is counted once when the delivery is noted five times at once', async () => {
    const { order } = await cashOrder(1);
    const parcel = await send(order.id);

    await Promise.all(
      Array.from({ length: 5 }, () =>
        scene.shop.try(order.id, `fulfilments/${parcel.id}/deliver`, { collectedMinor: parcel.amountMinor }),
      ),
    );
    await scene.shop.sweep();

    const [payment] = await paymentsOf(order.id);
    expect(payment!.capturedMinor).toBe(parcel.amountMinor);
    expect(payment!.operations).toHaveLength(1);
  });

  it('is given back by staff, who note it', async () => {
    const { order } = await cashOrder(1);
    await deliver(order.id, await send(order.id));
    const [payment] = await paymentsOf(order.id);

    await scene.operate(payment!, 'refunds', { amountMinor: 4_000, reason: 'a stain' }).expect(201);

    expect(await scene.order(order)).toMatchObject({
      paymentStatus: 'partially_refunded',
      payment: { refundedMinor: 4_000 },
    });
    await scene
      .operate(payment!, 'refunds', { amountMinor: order.totals.grandTotalMinor, reason: 'x' })
      .expect(409);
  });

  it('is noted for parcels only: staff capture and void none, and the next parcel brings its own', async () => {
    const { order, sku } = await cashOrder(3);
    await deliver(order.id, await send(order.id, [{ sku, quantity: 1 }]));
    const [payment] = await paymentsOf(order.id);

    const captured = await scene.operate(payment!, 'capture', { amountMinor: 10_000 }).expect(409);
    const voided = await scene.operate(payment!, 'void').expect(409);
    await deliver(order.id, await send(order.id));

    expect(captured.body).toMatchObject({ code: 'payments.nothing_to_capture' });
    expect(voided.body).toMatchObject({ code: 'payments.not_voidable' });
    expect(await scene.order(order)).toMatchObject({ status: 'completed', paymentStatus: 'paid' });
  });

  it('is never called back about: no online payment can be started', async () => {
    const { order } = await cashOrder(1);

    const refused = await scene
      .start({ id: order.id, sku: '', totalMinor: 0, headers: scene.shop.admin })
      .expect(409);

    expect(refused.body).toMatchObject({ code: 'payments.order_not_payable' });
  });
});
