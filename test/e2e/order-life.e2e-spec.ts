import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { isTransition } from '../../src/modules/orders/domain/order-lifecycle.js';
import { moveTime } from '../support/clock.js';
import { type OrderBody, TestShop } from '../support/shop.js';

const HOUR_MS = 60 * 60 * 1000;

describe('the life of an order', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => shop.close());

  describe('cancelling', () => {
    it('gives the held stock of an unpaid order back', async () => {
      const sku = await shop.addProduct(5);
      const { order, headers } = await shop.order({ [sku]: 2 });

      const cancelled = await shop.http
        .post(`/v1/orders/${order.id}/cancel`)
        .set({ ...headers, 'Idempotency-Key': randomUUID() })
        .send({ reason: 'ordered twice' })
        .expect(200);

      expect(cancelled.body).toMatchObject({ status: 'cancelled', totals: { dueMinor: 0 } });
      expect(await shop.stock(sku)).toEqual({ onHand: 5, available: 5, reserved: 0 });
    });

    it('puts the sold units of a confirmed order back on the shelf', async () => {
      const sku = await shop.addProduct(5);
      const { order } = await shop.confirmedOrder({ [sku]: 2 });
      expect(await shop.stock(sku)).toEqual({ onHand: 3, available: 3, reserved: 0 });

      await shop.act(order.id, 'cancel');

      expect(await shop.stock(sku)).toEqual({ onHand: 5, available: 5, reserved: 0 });
    });

    it('cancels some units and keeps the rest of the order', async () => {
      const sku = await shop.addProduct(10, { priceMinor: 33_33 });
      const { order } = await shop.order({ [sku]: 3 });

      const after = await shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });

      expect(after).toMatchObject({
        status: 'pending',
        lines: [{ quantity: 3, cancelledQuantity: 1 }],
        totals: {
          grandTotalMinor: order.totals.grandTotalMinor,
          cancelledMinor: 33_33,
          dueMinor: order.totals.grandTotalMinor - 33_33,
        },
      });
      expect(await shop.stock(sku)).toEqual({ onHand: 10, available: 8, reserved: 2 });
    });

    it('adds partial cancellations up to the whole order, delivery included', async () => {
      const sku = await shop.addProduct(10, { priceMinor: 33_33 });
      const { order } = await shop.order({ [sku]: 3 });

      for (let unit = 0; unit < 3; unit++)
        await shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });

      const after = await shop.read(order.id);
      expect(after).toMatchObject({ status: 'cancelled', totals: { dueMinor: 0 } });
      expect(after.totals.cancelledMinor).toBe(order.totals.grandTotalMinor);
      expect(await shop.stock(sku)).toEqual({ onHand: 10, available: 10, reserved: 0 });
    });

    it('cancels once however often the same request is made at once', async () => {
      const sku = await shop.addProduct(10);
      const { order } = await shop.confirmedOrder({ [sku]: 5 });
      const key = randomUUID();

      await Promise.all(
        Array.from({ length: 10 }, () =>
          shop.try(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] }, key),
        ),
      );

      expect(await shop.read(order.id)).toMatchObject({ lines: [{ cancelledQuantity: 1 }] });
      expect(await shop.stock(sku)).toEqual({ onHand: 6, available: 6, reserved: 0 });
    });

    it('never cancels more units than there are under parallel requests', async () => {
      const sku = await shop.addProduct(10);
      const { order } = await shop.confirmedOrder({ [sku]: 4 });

      const answers = await Promise.all(
        Array.from({ length: 8 }, () => shop.try(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] })),
      );

      expect(answers.filter(({ status }) => status === 200)).toHaveLength(4);
      expect(await shop.read(order.id)).toMatchObject({ status: 'cancelled' });
      expect(await shop.stock(sku)).toEqual({ onHand: 10, available: 10, reserved: 0 });
    });
  });

  describe('fulfilling', () => {
    it('sends an order in two parcels and completes it when both have arrived and brought their cash', async () => {
      const [shirt, book] = [await shop.addProduct(5), await shop.addProduct(5, { priceMinor: 99_99 })];
      const { order } = await shop.confirmedOrder({ [shirt]: 2, [book]: 1 });

      const first = await shop.act(order.id, 'fulfilments', {
        lines: [{ sku: shirt, quantity: 1 }],
        carrier: 'Bosta',
        trackingNumber: '7234868',
      });
      expect(first).toMatchObject({
        fulfilmentStatus: 'partially_fulfilled',
        fulfilments: [{ carrier: 'Bosta', trackingNumber: '7234868', status: 'shipped' }],
      });
      const second = await shop.act(order.id, 'fulfilments');
      expect(second).toMatchObject({ fulfilmentStatus: 'fulfilled' });
      const amounts = second.fulfilments.map(({ amountMinor }) => amountMinor);
      expect(amounts[0]! + amounts[1]!).toBe(order.totals.grandTotalMinor);

      await deliver(second, 0);
      expect(await shop.read(order.id)).toMatchObject({
        status: 'confirmed',
        paymentStatus: 'partially_paid',
        fulfilmentStatus: 'fulfilled',
      });
      await deliver(second, 1);
      expect(await shop.read(order.id)).toMatchObject({
        status: 'completed',
        paymentStatus: 'paid',
        fulfilmentStatus: 'delivered',
        payment: { capturedMinor: order.totals.grandTotalMinor },
      });
    });

    it('takes a parcel that was refused at the door back, and cancels it', async () => {
      const sku = await shop.addProduct(5);
      const { order } = await shop.confirmedOrder({ [sku]: 2 });
      const sent = await shop.act(order.id, 'fulfilments');

      const refused = await shop.act(order.id, `fulfilments/${sent.fulfilments[0]!.id}/refuse`, {
        reason: 'not at home',
      });

      expect(refused).toMatchObject({
        status: 'cancelled',
        fulfilmentStatus: 'returned',
        paymentStatus: 'unpaid',
        totals: { dueMinor: 0 },
      });
      expect(await shop.stock(sku)).toEqual({ onHand: 5, available: 5, reserved: 0 });
    });

    it('sends a unit once however many clerks send the rest at once', async () => {
      const sku = await shop.addProduct(5);
      const { order } = await shop.confirmedOrder({ [sku]: 3 });

      const answers = await Promise.all(Array.from({ length: 5 }, () => shop.try(order.id, 'fulfilments')));

      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        201, 409, 409, 409, 409,
      ]);
      expect(await shop.read(order.id)).toMatchObject({ lines: [{ fulfilledQuantity: 3 }] });
    });

    it('refuses cash that is not what the parcel carries', async () => {
      const sku = await shop.addProduct(5);
      const { order } = await shop.confirmedOrder({ [sku]: 1 });
      const sent = await shop.act(order.id, 'fulfilments');
      const parcel = sent.fulfilments[0]!;

      const answer = await shop.try(order.id, `fulfilments/${parcel.id}/deliver`, {
        collectedMinor: parcel.amountMinor - 1,
      });

      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'orders.amount_mismatch', expectedMinor: parcel.amountMinor },
      });
      expect(await shop.read(order.id)).toMatchObject({
        paymentStatus: 'unpaid',
        fulfilmentStatus: 'fulfilled',
      });
    });

    it('refuses a tracking number of 10 KB', async () => {
      const sku = await shop.addProduct(5);
      const { order } = await shop.confirmedOrder({ [sku]: 1 });

      const answer = await shop.try(order.id, 'fulfilments', { trackingNumber: 'x'.repeat(10_240) });

      expect(answer).toMatchObject({ status: 400, body: { code: 'request.validation_failed' } });
      expect(await shop.read(order.id)).toMatchObject({ fulfilments: [] });
    });
  });

  describe('expiry', () => {
    it('frees the stock of an order that nobody pays', async () => {
      const sku = await shop.addProduct(3);
      const { order } = await shop.order({ [sku]: 3 });

      moveTime(shop.test, HOUR_MS);
      await shop.sweep();

      expect(await shop.read(order.id)).toMatchObject({ status: 'expired', paymentStatus: 'unpaid' });
      expect(await shop.stock(sku)).toEqual({ onHand: 3, available: 3, reserved: 0 });
    });

    it('leaves an order alone whose time has not come', async () => {
      const sku = await shop.addProduct(3);
      const { order } = await shop.order({ [sku]: 1 });

      moveTime(shop.test, 5 * 60 * 1000);
      await shop.sweep();

      expect(await shop.read(order.id)).toMatchObject({ status: 'pending' });
      expect(await shop.stock(sku)).toMatchObject({ reserved: 1 });
    });

    it('expires an order once when ten sweepers run at once', async () => {
      const sku = await shop.addProduct(30);
      const orders = await Promise.all(Array.from({ length: 10 }, () => shop.order({ [sku]: 1 })));

      moveTime(shop.test, HOUR_MS);
      await Promise.all(Array.from({ length: 10 }, () => shop.sweep()));

      for (const { order } of orders) {
        const { status, history } = await shop.read(order.id);
        expect(status).toBe('expired');
        expect(history.filter(({ to }) => to === 'expired')).toHaveLength(1);
      }
      expect(await shop.stock(sku)).toEqual({ onHand: 30, available: 30, reserved: 0 });
    });
  });

  describe('backorders', () => {
    it('promises within the limit, and fills the oldest order first when goods come in', async () => {
      const sku = await shop.addProduct(1);
      await shop.setRules(sku, { policy: 'backorder', backorderLimit: 4 });
      const { order: first } = await shop.confirmedOrder({ [sku]: 3 });
      const { order: second } = await shop.confirmedOrder({ [sku]: 2 });
      expect([first.isAwaitingGoods, second.isAwaitingGoods]).toEqual([true, true]);
      const third = await shop.place(await shop.cartWith({ [sku]: 1 }));
      expect(third).toMatchObject({ status: 409, body: { code: 'orders.insufficient_stock' } });
      expect(await shop.try(first.id, 'fulfilments')).toMatchObject({
        status: 409,
        body: { code: 'orders.goods_missing' },
      });

      await shop.setOnHand(sku, 2);
      await shop.sweep();

      expect(await shop.read(first.id)).toMatchObject({ isAwaitingGoods: false });
      expect(await shop.read(second.id)).toMatchObject({ isAwaitingGoods: true });
      expect(await shop.stock(sku)).toEqual({ onHand: 0, available: 0, reserved: 0 });
      await shop.act(first.id, 'fulfilments');
    });

    it('takes a cancelled promise back', async () => {
      const sku = await shop.addProduct(0);
      await shop.setRules(sku, {
        policy: 'preorder',
        backorderLimit: 2,
        availableFrom: '2027-01-01T00:00:00Z',
      });
      const { order } = await shop.confirmedOrder({ [sku]: 2 });

      await shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });

      await shop.order({ [sku]: 1 });
      const { body } = await shop.http.get(`/v1/inventory/${sku}`).set(shop.admin).expect(200);
      expect(body).toMatchObject({ locations: [{ owed: 1, backorderable: 0 }] });
    });

    it('gives back what has come in meanwhile when a filled backorder is cancelled', async () => {
      const sku = await shop.addProduct(0);
      await shop.setRules(sku, { policy: 'backorder', backorderLimit: 5 });
      const { order } = await shop.confirmedOrder({ [sku]: 3 });
      await shop.setOnHand(sku, 3);
      await shop.sweep();

      await shop.act(order.id, 'cancel');

      expect(await shop.stock(sku)).toEqual({ onHand: 3, available: 3, reserved: 0 });
    });
  });

  describe('illegal transitions', () => {
    it.each([
      ['confirm', 'card order', async () => (await shop.order({ [await shop.addProduct(1)]: 1 })).order],
      [
        'fulfilments',
        'unconfirmed order',
        async () => (await shop.order({ [await shop.addProduct(1)]: 1 })).order,
      ],
      ['cancel', 'sent order', () => sentOrder()],
      ['confirm', 'cancelled order', () => cancelledOrder()],
      ['cancel', 'expired order', () => expiredOrder()],
      ['fulfilments', 'cancelled order', () => cancelledOrder()],
      ['fulfilments', 'wholly sent order', () => sentOrder()],
    ])('answers %s of a %s with 409 and the state, and changes nothing', async (action, _, make) => {
      const order = await make();
      const before = await shop.read(order.id);

      const answer = await shop.try(order.id, action);

      expect(answer).toMatchObject({
        status: 409,
        body: {
          code: 'orders.illegal_transition',
          orderStatus: before.status,
          paymentStatus: before.paymentStatus,
        },
      });
      expect(await shop.read(order.id)).toEqual(before);
    });
  });

  it('keeps a history that is a path of the published graphs', async () => {
    const { body } = await shop.http.get('/v1/orders?limit=100').set(shop.admin).expect(200);
    const { items } = body as { items: OrderBody[] };
    expect(items.length).toBeGreaterThan(10);
    for (const { history } of items) {
      for (const { field, from, to } of history) {
        expect(from === null || isTransition(field as 'status', from, to)).toBe(true);
      }
    }
  });

  async function deliver(order: OrderBody, index: number): Promise<void> {
    const { id, amountMinor } = order.fulfilments[index]!;
    await shop.act(order.id, `fulfilments/${id}/deliver`, { collectedMinor: amountMinor });
  }

  async function sentOrder(): Promise<OrderBody> {
    const { order } = await shop.confirmedOrder({ [await shop.addProduct(1)]: 1 });
    return shop.act(order.id, 'fulfilments');
  }

  async function cancelledOrder(): Promise<OrderBody> {
    const { order } = await shop.order({ [await shop.addProduct(1)]: 1 }, { paymentMethod: 'cod' });
    return shop.act(order.id, 'cancel');
  }

  async function expiredOrder(): Promise<OrderBody> {
    const { order } = await shop.order({ [await shop.addProduct(1)]: 1 });
    moveTime(shop.test, HOUR_MS);
    await shop.sweep();
    jest.restoreAllMocks();
    return order;
  }
});
