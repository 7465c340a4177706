import { randomUUID } from 'node:crypto';
import type { Response } from 'superagent';
import type { Headers, OrderBody, TestShop } from '../../support/shop.js';
import type { FaultScene } from './fault-scene.js';

export interface Purchase {
  id: string;
  totalMinor: number;
  headers: Headers;
  /** What was bought, and how much of it lay there before. */
  shirt: string;
  book: string;
}

export interface StartedPayment {
  id: string;
  paymobOrderId: number;
}

export const ON_HAND = 5;
/** Of the shirt and of the book. */
export const BOUGHT = [2, 1] as const;

/** Two units of one product and one of another, freshly stocked. */
export async function fillCart({ shop }: FaultScene) {
  const [shirt, book] = [await shop.addProduct(ON_HAND), await shop.addProduct(ON_HAND)];
  return { shirt, book, cart: await shop.cartWith({ [shirt]: BOUGHT[0], [book]: BOUGHT[1] }) };
}

export async function buy(scene: FaultScene, paymentMethod: 'card' | 'cod'): Promise<Purchase> {
  const { shirt, book, cart } = await fillCart(scene);
  const { body } = await scene.shop.place(cart, { paymentMethod }).expect(201);
  const { id, totals } = body as OrderBody;
  return { id, totalMinor: totals.grandTotalMinor, headers: cart.headers, shirt, book };
}

export function startPayment(shop: TestShop, { id, headers }: Purchase, key: string): PromiseLike<Response> {
  return shop.http
    .post('/v1/payments')
    .set({ ...headers, 'Idempotency-Key': key })
    .send({ orderId: id, method: 'card' });
}

/** The customer stands before the provider's page. */
export async function checkOut(scene: FaultScene, purchase: Purchase): Promise<StartedPayment> {
  const { body } = await startPayment(scene.shop, purchase, randomUUID());
  const { id } = body as { id: string };
  const { orders } = await scene.control.get<{ orders: { id: number; merchant_order_id: string }[] }>(
    '/orders',
  );
  const own = orders.find(({ merchant_order_id }) => merchant_order_id.startsWith(id))!;
  return { id, paymobOrderId: own.id };
}

/** The customer pays, and nobody has told the shop. */
export async function payUnheard(scene: FaultScene, purchase: Purchase): Promise<StartedPayment> {
  const payment = await checkOut(scene, purchase);
  await scene.control.post(`/orders/${payment.paymobOrderId}/pay`);
  return payment;
}

/** The provider's latest callback about a payment, to whoever is the shop now. */
export async function callback({ control }: FaultScene, { paymobOrderId }: StartedPayment) {
  const { deliveries } = await control.get<{ deliveries: { body: string; url: string }[] }>(
    `/deliveries?order_id=${paymobOrderId}`,
  );
  const { body, url } = deliveries.at(-1)!;
  const hmac = new URL(url).searchParams.get('hmac') ?? '';
  return (shop: TestShop): PromiseLike<Response> =>
    shop.http
      .post(`/v1/payments/paymob/webhook?hmac=${hmac}`)
      .set('Content-Type', 'application/json')
      .send(body);
}

export async function paid(scene: FaultScene): Promise<Purchase & { payment: StartedPayment }> {
  const purchase = await buy(scene, 'card');
  const payment = await payUnheard(scene, purchase);
  const answer = await (await callback(scene, payment))(scene.shop);
  if (answer.status !== 200) throw new Error(`The callback was answered with ${answer.status}`);
  return { ...purchase, payment };
}

export async function confirmedCash(scene: FaultScene): Promise<Purchase> {
  const purchase = await buy(scene, 'cod');
  await scene.shop.act(purchase.id, 'confirm');
  return purchase;
}

/** With the one parcel that it went in. */
export async function sent({ shop }: FaultScene, purchase: Purchase) {
  const { fulfilments } = await shop.act(purchase.id, 'fulfilments');
  return { ...purchase, parcel: fulfilments[0]! };
}
