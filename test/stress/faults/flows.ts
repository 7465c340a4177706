import { randomUUID } from 'node:crypto';
import {
  buy,
  callback,
  checkOut,
  confirmedCash,
  fillCart,
  paid,
  payUnheard,
  type Purchase,
  sent,
  startPayment,
} from './customer.js';
import type { FaultScene } from './fault-scene.js';
import { type Act, ALL, BUT_ONE, expectOrder, expectStock, type Flow, NONE } from './flow.js';

const PART_MINOR = 1_00;

/** What the sweeper does by itself; first, while it has nothing else to do. */
const sweeping: Flow[] = [
  {
    name: 'let an unpaid order expire',
    async prepare(scene) {
      await scene.clear();
      const order = await buy(scene, 'card');
      await scene.pass({ minutes: 31 });
      return {
        async verify() {
          await expectOrder(scene, order.id, { status: 'expired' });
          await expectStock(scene, order, NONE, NONE);
        },
      };
    },
  },
  {
    name: 'find money that came late and without a callback',
    async prepare(scene) {
      await scene.clear();
      const order = await buy(scene, 'card');
      await payUnheard(scene, order);
      await scene.pass({ minutes: 31 });
      return { verify: (now) => expectPaid(now, order) };
    },
  },
];

const placing: Flow[] = [
  {
    name: 'place an order',
    async prepare(scene) {
      const { cart, ...skus } = await fillCart(scene);
      const key = randomUUID();
      return {
        request: (shop) => shop.place(cart, {}, key),
        isIdempotent: true,
        async verify() {
          const { body } = await scene.shop.http.get(`/v1/carts/${cart.id}`).set(cart.headers).expect(200);
          const { status, orderId } = body as { status: string; orderId: string };
          expect(status).toBe('ordered');
          await expectOrder(scene, orderId, { status: 'pending', paymentStatus: 'unpaid' });
          await expectStock(scene, skus, ALL, NONE);
        },
      };
    },
  },
];

const paying: Flow[] = [
  {
    name: 'start a payment',
    async prepare(scene) {
      const order = await buy(scene, 'card');
      const key = randomUUID();
      return {
        request: (shop) => startPayment(shop, order, key),
        isIdempotent: true,
        async verify() {
          const url = `/v1/payments?orderId=${order.id}`;
          const { body } = await scene.shop.http.get(url).set(scene.shop.admin).expect(200);
          expect(body).toMatchObject({ items: [{ orderId: order.id, checkoutUrl: expect.any(String) }] });
          await expectOrder(scene, order.id, { status: 'pending' });
        },
      };
    },
  },
  {
    name: 'take the callback of a payment',
    async prepare(scene) {
      const order = await buy(scene, 'card');
      const request = await callback(scene, await payUnheard(scene, order));
      return { request, verify: (now) => expectPaid(now, order) };
    },
  },
];

const cancelling: Flow[] = [
  {
    name: 'cancel an unpaid order',
    prepare: async (scene) => cancellation(await buy(scene, 'card'), {}, 'cancelled', NONE, NONE, 0),
  },
  {
    name: 'cancel a part of an unpaid order',
    async prepare(scene) {
      const order = await buy(scene, 'card');
      return cancellation(order, oneShirt(order), 'pending', BUT_ONE, NONE, 0);
    },
  },
  {
    name: 'cancel a paid order',
    async prepare(scene) {
      const order = await paid(scene);
      return cancellation(order, {}, 'cancelled', NONE, NONE, order.totalMinor);
    },
  },
  {
    name: 'cancel a part of a paid order',
    async prepare(scene) {
      const order = await paid(scene);
      const { lines } = await scene.shop.read(order.id);
      const shirt = lines.find(({ sku }) => sku === order.shirt)!;
      const refundMinor = Math.round(shirt.grossMinor / shirt.quantity);
      return cancellation(order, oneShirt(order), 'confirmed', NONE, BUT_ONE, refundMinor);
    },
  },
  {
    name: 'cancel an order whose payment has been started',
    async prepare(scene) {
      const order = await buy(scene, 'card');
      await checkOut(scene, order);
      return cancellation(order, {}, 'cancelled', NONE, NONE, 0);
    },
  },
];

const sending: Flow[] = [
  {
    name: 'confirm an order in cash',
    async prepare(scene) {
      const order = await buy(scene, 'cod');
      return desk(order, 'confirm', {}, async (now) => {
        await expectOrder(now, order.id, { status: 'confirmed' });
        await expectStock(now, order, NONE, ALL);
      });
    },
  },
  {
    name: 'send a parcel',
    async prepare(scene) {
      const order = await confirmedCash(scene);
      return {
        ...desk(order, 'fulfilments', { carrier: 'Bosta' }, async (now) => {
          const { fulfilments } = await expectOrder(now, order.id, { fulfilmentStatus: 'fulfilled' });
          expect(fulfilments).toHaveLength(1);
          await expectStock(now, order, NONE, ALL);
        }),
        isIdempotent: true,
      };
    },
  },
  {
    name: 'deliver a parcel and take its cash',
    async prepare(scene) {
      const { parcel, ...order } = await sent(scene, await confirmedCash(scene));
      const body = { collectedMinor: parcel.amountMinor };
      return desk(order, `fulfilments/${parcel.id}/deliver`, body, async (now) => {
        await expectOrder(now, order.id, {
          status: 'completed',
          paymentStatus: 'paid',
          payment: { capturedMinor: order.totalMinor },
        });
      });
    },
  },
  {
    name: 'deliver a parcel that is paid',
    async prepare(scene) {
      const { parcel, ...order } = await sent(scene, await paid(scene));
      return desk(order, `fulfilments/${parcel.id}/deliver`, {}, async (now) => {
        await expectOrder(now, order.id, { status: 'completed', fulfilmentStatus: 'delivered' });
      });
    },
  },
  {
    name: 'take a refused parcel back',
    async prepare(scene) {
      const { parcel, ...order } = await sent(scene, await confirmedCash(scene));
      return desk(order, `fulfilments/${parcel.id}/refuse`, {}, async (now) => {
        await expectOrder(now, order.id, { status: 'cancelled', fulfilmentStatus: 'returned' });
        await expectStock(now, order, NONE, NONE);
      });
    },
  },
  {
    name: 'take a refused parcel back that is paid',
    async prepare(scene) {
      const { parcel, ...order } = await sent(scene, await paid(scene));
      const act = desk(order, `fulfilments/${parcel.id}/refuse`, {}, async (now) => {
        await expectOrder(now, order.id, {
          status: 'cancelled',
          paymentStatus: 'refunded',
          payment: { refundedMinor: order.totalMinor },
        });
        await expectStock(now, order, NONE, NONE);
      });
      return { ...act, returnsMoney: true };
    },
  },
];

const refunding: Flow[] = [
  {
    name: 'refund a part',
    async prepare(scene) {
      const order = await paid(scene);
      const key = randomUUID();
      return {
        request: (shop) =>
          shop.http
            .post(`/v1/payments/${order.payment.id}/refunds`)
            .set({ ...shop.admin, 'Idempotency-Key': key })
            .send({ amountMinor: PART_MINOR, reason: 'scratched' }),
        // The process died before the provider was asked, and asking has shown that it never heard of it.
        alsoAnswered: [409, 422],
        async verify() {
          const { payment } = await scene.shop.read(order.id);
          expect([0, PART_MINOR]).toContain(payment.refundedMinor);
        },
      };
    },
  },
];

/** With cards that pay at once. */
export const FLOWS: Flow[] = [...sweeping, ...placing, ...paying, ...cancelling, ...sending, ...refunding];

/** With cards that are only authorised. */
export const AUTHORIZATION_FLOWS: Flow[] = [
  {
    name: 'take the callback of an authorisation',
    async prepare(scene) {
      const order = await buy(scene, 'card');
      const request = await callback(scene, await payUnheard(scene, order));
      return {
        request,
        async verify() {
          await expectOrder(scene, order.id, { status: 'confirmed', paymentStatus: 'authorized' });
          await expectStock(scene, order, NONE, ALL);
        },
      };
    },
  },
  {
    name: 'capture an authorisation',
    prepare: (scene) => operation(scene, 'capture', 'confirmed', ['paid', 'authorized']),
  },
  {
    name: 'void an authorisation',
    prepare: (scene) => operation(scene, 'void', 'confirmed', ['voided', 'authorized']),
  },
  {
    name: 'cancel an order that is authorised',
    async prepare(scene) {
      const order = await paid(scene);
      return desk(order, 'cancel', {}, async (now) => {
        await expectOrder(now, order.id, { status: 'cancelled', paymentStatus: 'voided' });
        await expectStock(now, order, NONE, NONE);
      });
    },
  },
];

/** What the shop's staff do with an order; a repeat is answered like the first. */
function desk(order: Purchase, action: string, body: object, verify: Act['verify']): Act {
  const key = randomUUID();
  return { request: (shop) => shop.try(order.id, action, body, key), verify };
}

function oneShirt({ shirt }: Purchase): object {
  return { lines: [{ sku: shirt, quantity: 1 }] };
}

function cancellation(
  order: Purchase,
  body: object,
  status: string,
  reserved: readonly [number, number],
  sold: readonly [number, number],
  refundedMinor: number,
): Act {
  const key = randomUUID();
  return {
    request: (shop) =>
      shop.http
        .post(`/v1/orders/${order.id}/cancel`)
        .set({ ...order.headers, 'Idempotency-Key': key })
        .send(body),
    isIdempotent: true,
    returnsMoney: true,
    async verify(scene) {
      await expectOrder(scene, order.id, { status, payment: { refundedMinor } });
      await expectStock(scene, order, reserved, sold);
    },
  };
}

async function expectPaid(scene: FaultScene, order: Purchase): Promise<void> {
  await expectOrder(scene, order.id, {
    status: 'confirmed',
    paymentStatus: 'paid',
    payment: { capturedMinor: order.totalMinor },
  });
  await expectStock(scene, order, NONE, ALL);
}

async function operation(
  scene: FaultScene,
  action: 'capture' | 'void',
  status: string,
  paymentStatuses: string[],
): Promise<Act> {
  const order = await paid(scene);
  const key = randomUUID();
  return {
    request: (shop) =>
      shop.http
        .post(`/v1/payments/${order.payment.id}/${action}`)
        .set({ ...shop.admin, 'Idempotency-Key': key })
        .send({}),
    alsoAnswered: [409, 422],
    async verify() {
      const { paymentStatus } = await expectOrder(scene, order.id, { status });
      expect(paymentStatuses).toContain(paymentStatus);
    },
  };
}
