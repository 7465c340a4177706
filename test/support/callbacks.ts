import type { Checkout, PaymentScene } from './payments.js';

type Json = Record<string, unknown>;

/** A callback as Paymob's sandbox has signed it. */
export interface Callback {
  id: number;
  event: string;
  body: { type: string; obj: Json };
  hmac: string;
}

/** Keeps back the callbacks of one payment, so that a test can send them as it likes. */
export async function holdCallbacks({ control }: PaymentScene, { paymobOrderId }: Checkout): Promise<void> {
  await control.post('/scenarios', { order_id: paymobOrderId, effects: { hold: true } });
}

/** Sends the callbacks that were kept back, in the order in which they were made, and waits for the answers. */
export async function releaseCallbacks(scene: PaymentScene, payment: Checkout): Promise<void> {
  const ids = (await callbacksOf(scene, payment, 'held')).map(({ id }) => id);
  await scene.control.post('/deliveries/release', { ids });
}

/** Changes every callback of one payment, see the sandbox's scenarios. */
export async function distortCallbacks(
  { control }: PaymentScene,
  { paymobOrderId }: Checkout,
  effects: Json,
): Promise<void> {
  await control.post('/scenarios', { order_id: paymobOrderId, effects });
}

/** The callbacks of one payment in the order in which they were made, sent or not. */
export async function callbacksOf(
  { control }: PaymentScene,
  { paymobOrderId }: Checkout,
  status?: 'held',
): Promise<Callback[]> {
  const { deliveries } = await control.get<{
    deliveries: { id: number; event: string; body: string; url: string }[];
  }>(`/deliveries?order_id=${paymobOrderId}${status === undefined ? '' : `&status=${status}`}`);
  return deliveries.map(({ id, event, body, url }) => ({
    id,
    event,
    body: JSON.parse(body) as Callback['body'],
    hmac: new URL(url).searchParams.get('hmac') ?? '',
  }));
}

/** A card payment whose genuine callback has not been sent. */
export async function withheldPayment(scene: PaymentScene) {
  const order = await scene.placeOrder();
  const payment = await scene.checkout(order);
  await holdCallbacks(scene, payment);
  await scene.pay(payment);
  const [callback] = await callbacksOf(scene, payment);
  return { order, payment, callback: callback! };
}

/** Sends what claims to be a callback; the caller looks at the answer. */
export function sendCallback({ shop }: PaymentScene, body: unknown, query: string) {
  return shop.http
    .post(`/v1/payments/paymob/webhook${query}`)
    .set('Content-Type', 'application/json')
    .send(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A value of the callback's object, by a path such as `order.id`. */
export function valueAt({ body }: Callback, path: string): unknown {
  return path.split('.').reduce<unknown>((object, key) => (object as Json)[key], body.obj);
}

/** The callback's object with one value changed, by a path such as `order.id`. */
export function withValue(callback: Callback, path: string, value: unknown): Callback['body'] {
  const body = structuredClone(callback.body);
  const keys = path.split('.');
  const last = keys.pop()!;
  const holder = keys.reduce<Json>((object, key) => object[key] as Json, body.obj);
  holder[last] = value;
  return body;
}
