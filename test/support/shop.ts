import { randomUUID } from 'node:crypto';
import { SweeperService, type SweepReport } from '../../src/modules/sweeper/index.js';
import { CAIRO_ADDRESS } from '../../tools/demo/address.ts';
import {
  buildProduct,
  buildVariant,
  type ProductBody,
  type VariantBody,
  uniqueSku,
} from '../factories/product.factory.js';
import { startTestApp, type TestApp } from './app.js';
import { signInAs } from './auth.js';

export const ADDRESS = CAIRO_ADDRESS;

export type Headers = Record<string, string>;

export interface GuestCart {
  id: string;
  /** By which the guest shows that the cart, and later the order, is theirs. */
  headers: Headers;
}

export interface Stock {
  onHand: number;
  available: number;
  reserved: number;
}

/** What the tests read of an order. */
export interface OrderBody {
  id: string;
  number: string;
  status: string;
  paymentStatus: string;
  fulfilmentStatus: string;
  paymentMethod: string;
  lines: {
    sku: string;
    quantity: number;
    cancelledQuantity: number;
    fulfilledQuantity: number;
    grossMinor: number;
  }[];
  totals: { grandTotalMinor: number; cancelledMinor: number; dueMinor: number; taxMinor: number };
  payment: { capturedMinor: number; refundedMinor: number };
  fulfilments: { id: string; status: string; amountMinor: number }[];
  isAwaitingGoods: boolean;
  history: { field: string; from: string | null; to: string }[];
}

/** An application with the usual moves of customers and staff. */
export class TestShop {
  constructor(
    readonly test: TestApp,
    /** The headers of a member of the staff. */
    readonly admin: Headers,
  ) {}

  static async open(environment: Record<string, string> = {}): Promise<TestShop> {
    const test = await startTestApp(environment);
    await test.http.get('/health/ready').expect(200);
    return new TestShop(test, { Authorization: `Bearer ${(await signInAs(test, 'admin')).token}` });
  }

  get http() {
    return this.test.http;
  }

  close(): Promise<void> {
    return this.test.close();
  }

  /** A product with one variant on sale; answers its SKU. */
  async addProduct(
    onHand: number,
    variant: Partial<VariantBody> = {},
    product: Partial<ProductBody> = {},
  ): Promise<string> {
    const sku = variant.sku ?? uniqueSku();
    const body = buildProduct({ ...product, variants: [buildVariant({ ...variant, sku })] });
    await this.http.post('/v1/products').set(this.admin).send(body).expect(201);
    await this.setOnHand(sku, onHand);
    return sku;
  }

  async setOnHand(sku: string, onHand: number, locationCode = 'main'): Promise<void> {
    await this.http.put(`/v1/inventory/${sku}`).set(this.admin).send({ onHand, locationCode }).expect(200);
  }

  async setRules(sku: string, rules: Record<string, unknown>): Promise<void> {
    await this.http.put(`/v1/inventory/${sku}/rules`).set(this.admin).send(rules).expect(200);
  }

  async stock(sku: string): Promise<Stock> {
    const { body } = await this.http.get(`/v1/inventory/${sku}`).set(this.admin).expect(200);
    const { onHand, available, reserved } = body as Stock;
    return { onHand, available, reserved };
  }

  /** A guest's cart with these units in it. */
  async cartWith(lines: Record<string, number>): Promise<GuestCart> {
    const { body } = await this.http.post('/v1/carts').expect(201);
    const { id, token } = body as { id: string; token: string };
    const headers = { 'X-Cart-Token': token };
    for (const [sku, quantity] of Object.entries(lines)) {
      await this.http.post(`/v1/carts/${id}/items`).set(headers).send({ sku, quantity }).expect(200);
    }
    return { id, headers };
  }

  /** Tries to order a cart; the caller looks at the answer. */
  place(cart: GuestCart, overrides: Record<string, unknown> = {}, key: string = randomUUID()) {
    return this.http
      .post('/v1/orders')
      .set({ ...cart.headers, 'Idempotency-Key': key })
      .send({
        cartId: cart.id,
        email: 'mona@example.com',
        shippingAddress: ADDRESS,
        shippingMethod: 'standard',
        paymentMethod: 'card',
        ...overrides,
      });
  }

  /** A guest's order for these units. */
  async order(
    lines: Record<string, number>,
    overrides: Record<string, unknown> = {},
  ): Promise<{ order: OrderBody; headers: Headers }> {
    const cart = await this.cartWith(lines);
    const { body } = await this.place(cart, overrides).expect(201);
    return { order: body as OrderBody, headers: cart.headers };
  }

  /** A confirmed cash-on-delivery order. */
  async confirmedOrder(lines: Record<string, number>): Promise<{ order: OrderBody; headers: Headers }> {
    const { order, headers } = await this.order(lines, { paymentMethod: 'cod' });
    return { order: await this.act(order.id, 'confirm'), headers };
  }

  async read(orderId: string): Promise<OrderBody> {
    const { body } = await this.http.get(`/v1/orders/${orderId}`).set(this.admin).expect(200);
    return body as OrderBody;
  }

  /** What staff do to an order: `confirm`, `fulfilments`, `fulfilments/{id}/deliver`, `cancel` … */
  try(orderId: string, action: string, body: object = {}, key: string = randomUUID()) {
    return this.http
      .post(`/v1/orders/${orderId}/${action}`)
      .set({ ...this.admin, 'Idempotency-Key': key })
      .send(body);
  }

  /** As `try`, and it must succeed. */
  async act(orderId: string, action: string, body: object = {}): Promise<OrderBody> {
    const answer = await this.try(orderId, action, body);
    if (answer.status !== 200 && answer.status !== 201) {
      throw new Error(`${action} was answered with ${answer.status}: ${answer.text}`);
    }
    return answer.body as OrderBody;
  }

  /** One run of the sweeper, as the schedule makes it. */
  async sweep(): Promise<SweepReport> {
    return this.test.app.get(SweeperService).run({ deadline: new Date(8.64e15) });
  }
}
