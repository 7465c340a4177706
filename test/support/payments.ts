import { randomUUID } from 'node:crypto';
import { AppConfig } from '../../src/config/app-config.js';
import { ControlClient } from '../../tools/paymob-sandbox/control-client.ts';
import { startPaymobSandbox, type PaymobSandbox } from '../../tools/paymob-sandbox/index.ts';
import { buildProduct, buildVariant, uniqueSku } from '../factories/product.factory.js';
import { startTestApp, type TestApp } from './app.js';
import { signInAs } from './auth.js';

export const ADDRESS = {
  firstName: 'Mona',
  lastName: 'Hassan',
  phone: '+201001234567',
  line1: '12 Tahrir Street',
  city: 'Cairo',
  governorate: 'Cairo',
  country: 'EG',
};

export interface PlacedOrder {
  id: string;
  totalMinor: number;
  /** By which the guest shows that the order is theirs. */
  cartToken: string;
}

/** The application and Paymob's sandbox, talking to each other over HTTP. */
export interface PaymentScene {
  test: TestApp;
  sandbox: PaymobSandbox;
  control: ControlClient;
  /** The headers of a member of the staff. */
  admin: { Authorization: string };
  /** Places a guest's order for one unit of a new product. */
  placeOrder(paymentMethod?: string): Promise<PlacedOrder>;
  close(): Promise<void>;
}

export async function startPaymentScene(environment: Record<string, string> = {}): Promise<PaymentScene> {
  const sandbox = await startPaymobSandbox();
  const { keys } = sandbox;
  const test = await startTestApp({
    PAYMOB_BASE_URL: sandbox.url,
    PAYMOB_API_KEY: keys.apiKey,
    PAYMOB_SECRET_KEY: keys.secretKey,
    PAYMOB_PUBLIC_KEY: keys.publicKey,
    PAYMOB_HMAC_SECRET: keys.hmacSecret,
    PAYMOB_OWNER_ID: String(keys.ownerId),
    PAYMOB_IFRAME_ID: String(keys.iframeId),
    PAYMOB_INTEGRATION_ID: String(keys.integrations['card']),
    ...environment,
  });
  // The port is known only once the server listens.
  Object.assign(test.app.get(AppConfig), { publicUrl: test.url });
  await test.http.get('/health/ready').expect(200);
  const admin = { Authorization: `Bearer ${(await signInAs(test, 'admin')).token}` };
  return {
    test,
    sandbox,
    control: new ControlClient(sandbox),
    admin,
    placeOrder: (paymentMethod = 'card') => placeOrder(test, admin, paymentMethod),
    async close() {
      await Promise.all([test.close(), sandbox.stop()]);
    },
  };
}

async function placeOrder(
  { http }: TestApp,
  admin: { Authorization: string },
  paymentMethod: string,
): Promise<PlacedOrder> {
  const sku = uniqueSku();
  await http
    .post('/v1/products')
    .set(admin)
    .send(buildProduct({ variants: [buildVariant({ sku })] }))
    .expect(201);
  await http.put(`/v1/inventory/${sku}`).set(admin).send({ onHand: 5 }).expect(200);
  const cart = await http.post('/v1/carts').expect(201);
  const { id: cartId, token: cartToken } = cart.body as { id: string; token: string };
  await http
    .post(`/v1/carts/${cartId}/items`)
    .set({ 'X-Cart-Token': cartToken, 'If-Match': String(cart.headers['etag']) })
    .send({ sku, quantity: 1 })
    .expect(200);
  const order = await http
    .post('/v1/orders')
    .set({ 'X-Cart-Token': cartToken, 'Idempotency-Key': randomUUID() })
    .send({ cartId, email: 'mona@example.com', shippingAddress: ADDRESS, paymentMethod })
    .expect(201);
  const { id, totals } = order.body as { id: string; totals: { grandTotalMinor: number } };
  return { id, totalMinor: totals.grandTotalMinor, cartToken };
}
