import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { signInAs } from '../support/auth.js';
import { PaymentScene, type PaymentBody } from '../support/payments.js';

/** Each test makes a product, an order and a payment over HTTP, on machines that do other things as well. */
jest.setTimeout(30_000);

describe('starting and reading payments', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  it.each(['card', 'wallet', 'kiosk'])(
    'sells by %s: the customer pays at Paymob and the order is paid',
    async (method) => {
      const order = await scene.placeOrder({ paymentMethod: method });
      const payment = await scene.checkout(order, method);
      expect(payment).toMatchObject({ status: 'pending', amountMinor: order.totalMinor, capturedMinor: 0 });

      await scene.pay(payment);

      expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
      expect(await scene.payment(payment)).toMatchObject({
        status: 'succeeded',
        capturedMinor: order.totalMinor,
      });
      expect(await scene.gatewayTotal(payment)).toMatchObject({ balance_cents: order.totalMinor });
    },
  );

  it('tells Paymob at most fifty characters of a name, and cuts none in half', async () => {
    const name = `${'Linen shirt '.repeat(4)}L👕👕👕`;
    const sku = await scene.shop.addProduct(5, {}, { name: { en: name, ar: 'قميص' } });
    const { order, headers } = await scene.shop.order({ [sku]: 1 });
    const { totals, id } = order;

    const payment = await scene.checkout({ id, sku, headers, totalMinor: totals.grandTotalMinor });

    const { order: told } = await scene.control.get<{ order: { items: { name: string }[] } }>(
      `/orders/${payment.paymobOrderId}`,
    );
    expect(told.items[0]!.name).toBe(`${'Linen shirt '.repeat(4)}L`);
  });

  it('lets a customer who was declined try again by another method', async () => {
    const order = await scene.placeOrder();
    const first = await scene.checkout(order);
    await scene.pay(first, { outcome: 'INSUFFICIENT_FUNDS' });
    expect(await scene.payment(first)).toMatchObject({ status: 'declined' });
    expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });

    const second = await scene.checkout(order, 'wallet');
    await scene.pay(second);

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
    const list = await scene.shop.http.get(`/v1/payments?orderId=${order.id}`).set(order.headers).expect(200);
    const { items } = list.body as { items: PaymentBody[] };
    expect(items.map(({ id, status }) => [id, status])).toEqual([
      [second.id, 'succeeded'],
      [first.id, 'declined'],
    ]);
  });

  it('replays the start under its key, and Paymob hears of one order', async () => {
    const order = await scene.placeOrder();
    const send = (key: string) =>
      scene.shop.http
        .post('/v1/payments')
        .set({ ...order.headers, 'Idempotency-Key': key })
        .send({ orderId: order.id, method: 'card' });
    const key = randomUUID();
    const first = await send(key).expect(201);

    const second = await send(key).expect(201);

    expect(second.text).toBe(first.text);
    expect(second.headers['idempotent-replayed']).toBe('true');
    const { orders } = await scene.control.get<{ orders: { merchant_order_id: string }[] }>('/orders');
    const { id } = first.body as PaymentBody;
    expect(orders.filter(({ merchant_order_id }) => merchant_order_id.startsWith(id))).toHaveLength(1);
  });

  it('refuses to start a payment of an order that is paid, cancelled or paid at the door', async () => {
    const paid = (await scene.paidOrder()).order;
    const cancelled = await scene.placeOrder();
    await scene.shop.act(cancelled.id, 'cancel');
    const cash = await scene.placeOrder({ paymentMethod: 'cod' });

    for (const order of [paid, cancelled, cash]) {
      const refused = await scene.start(order).expect(409);
      expect(refused.body).toMatchObject({ code: 'payments.order_not_payable' });
    }
  });

  it('takes no more than twenty attempts per order', async () => {
    const order = await scene.placeOrder();
    for (let attempt = 0; attempt < 20; attempt++) await scene.start(order).expect(201);

    const refused = await scene.start(order).expect(409);

    expect(refused.body).toMatchObject({ code: 'payments.too_many_attempts' });
  });

  it('shows payments to the owner of the order and to staff; to others they do not exist', async () => {
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order);
    const stranger = { Authorization: `Bearer ${(await signInAs(scene.shop.test, 'customer')).token}` };
    const { http } = scene.shop;
    const read = (headers: Record<string, string>) => http.get(`/v1/payments/${payment.id}`).set(headers);
    const list = (headers: Record<string, string>) =>
      http.get(`/v1/payments?orderId=${order.id}`).set(headers);

    await read(order.headers).expect(200);
    await read(scene.shop.admin).expect(200);
    await list(order.headers).expect(200);
    const missing = await http
      .get(`/v1/payments/${'0'.repeat(24)}`)
      .set(stranger)
      .expect(404);
    const comparable = ({ body }: { body: object }) => ({ ...body, instance: '', requestId: '' });
    for (const headers of [stranger, {}]) {
      expect(comparable(await read(headers).expect(404))).toEqual(comparable(missing));
      await list(headers).expect(404);
      const refused = await http
        .post('/v1/payments')
        .set({ ...headers, 'Idempotency-Key': randomUUID() })
        .send({ orderId: order.id, method: 'card' });
      expect(refused.status).toBe(404);
    }
  });

  it.each(['capture', 'void', 'refunds'] as const)('lets only staff %s', async (path) => {
    const { payment, order } = await scene.paidOrder();
    const customer = { Authorization: `Bearer ${(await signInAs(scene.shop.test, 'customer')).token}` };
    const call = (headers: Record<string, string>) =>
      scene.shop.http
        .post(`/v1/payments/${payment.id}/${path}`)
        .set({ ...headers, 'Idempotency-Key': randomUUID() })
        .send({ amountMinor: 100, reason: 'test' });

    await call(order.headers).expect(401);
    await call(customer).expect(403);
  });

  it.each([
    [{ method: 'card' }, '/orderId'],
    [{ orderId: 'x', method: 'card' }, '/orderId'],
    [{ orderId: '0'.repeat(24), method: 'cash' }, '/method'],
    [{ orderId: '0'.repeat(24), method: 'card', amountMinor: 1 }, '/amountMinor'],
    [{ orderId: '0'.repeat(24), method: 'card', saveCard: 'yes' }, '/saveCard'],
  ])('refuses the body %j and points at %s', async (body, pointer) => {
    const refused = await scene.shop.http
      .post('/v1/payments')
      .set('Idempotency-Key', randomUUID())
      .send(body)
      .expect(400);

    expect((refused.body as { errors: { pointer: string }[] }).errors).toEqual([
      expect.objectContaining({ pointer }),
    ]);
  });
});
