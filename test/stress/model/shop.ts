import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { mongo } from 'mongoose';
import { Clock } from '../../../src/common/clock/clock.js';
import { CallbackIntake } from '../../../src/modules/payments/callback-intake.service.js';
import type { PaymentRecord } from '../../../src/modules/payments/payment.schema.js';
import { ControlClient } from '../../../tools/paymob-sandbox/control-client.ts';
import { type PaymobSandbox, startPaymobSandbox } from '../../../tools/paymob-sandbox/index.ts';
import { paymobEnvironment, untilNoonMs } from '../../support/payments.js';
import { ADDRESS, type Headers, TestShop } from '../../support/shop.js';
import type { Answer } from './command.js';
import type { Method, Order, Units } from './world.js';

interface Delivery {
  body: string;
  url: string;
}

/** The real shop and the provider's sandbox, whose time stands still unless it is moved, and whose callbacks only a command sends. */
export class Shop {
  readonly control: ControlClient;

  private constructor(
    readonly shop: TestShop,
    private readonly sandbox: PaymobSandbox,
    private readonly time: { now: number },
  ) {
    this.control = new ControlClient(sandbox);
    jest.spyOn(shop.test.app.get(Clock), 'now').mockImplementation(() => new Date(time.now));
  }

  static async open({ isAuthorizing }: { isAuthorizing: boolean }): Promise<Shop> {
    const time = { now: Date.now() + untilNoonMs() };
    const sandbox = await startPaymobSandbox({ now: () => time.now });
    const shop = await TestShop.open({
      ...paymobEnvironment(sandbox),
      RATE_LIMIT_FACTOR: '1000000',
      ...(isAuthorizing && {
        PAYMOB_AUTH_INTEGRATION_ID: String(sandbox.keys.integrations['card-auth']),
      }),
    });
    const opened = new Shop(shop, sandbox, time);
    await opened.control.post('/scenarios', { effects: { hold: true } });
    return opened;
  }

  async close(): Promise<void> {
    try {
      await this.shop.close();
    } finally {
      await this.sandbox.stop();
    }
  }

  get now(): number {
    return this.time.now;
  }

  pass(milliseconds: number): void {
    this.time.now += milliseconds;
  }

  get admin(): Headers {
    return this.shop.admin;
  }

  /** Resolves when every callback that was taken is applied. */
  async settled(): Promise<void> {
    await this.shop.test.app.get(CallbackIntake).settled();
  }

  async post(path: string, headers: Headers, body: object): Promise<Answer> {
    const response = await this.shop.http
      .post(path)
      .set({ 'Idempotency-Key': randomUUID(), ...headers })
      .send(body);
    const { status } = response;
    const isRefused = (status >= 400 && status < 500) || status === 503;
    if (status >= 300 && !isRefused) throw new Error(`${path} was answered with ${status}: ${response.text}`);
    return { outcome: isRefused ? 'refused' : 'ok', body: response.body as unknown };
  }

  async fillCart(units: Units): Promise<Answer> {
    return { outcome: 'ok', body: await this.shop.cartWith(units) };
  }

  place(cartId: string, headers: Headers, paymentMethod: Method): Promise<Answer> {
    return this.post('/v1/orders', headers, {
      cartId,
      email: 'mona@example.com',
      shippingAddress: ADDRESS,
      shippingMethod: 'standard',
      paymentMethod,
    });
  }

  async startPayment({ id, headers }: Order): Promise<Answer> {
    const answer = await this.post('/v1/payments', headers, { orderId: id, method: 'card' });
    if (answer.outcome === 'refused') return answer;
    const { id: paymentId } = answer.body as { id: string };
    const payment = await this.shop.test.db
      .collection<PaymentRecord>('payments')
      .findOne({ _id: new mongo.ObjectId(paymentId) });
    const { providerOrderId, amountMinor } = payment!;
    return {
      outcome: 'ok',
      body: { id: paymentId, gatewayOrder: Number(providerOrderId), amountMinor },
    };
  }

  /** The customer pays, however late, and the shop is told so often at once. */
  async pay(gatewayOrder: number, told: number): Promise<Answer> {
    await this.control.post(`/orders/${gatewayOrder}/pay`, { force: true });
    const [callback] = await this.callbacks(gatewayOrder);
    await Promise.all(Array.from({ length: told }, () => this.tell(callback!)));
    return { outcome: 'ok', body: null };
  }

  /** One of the callbacks about a payment, whichever. */
  async callBack(gatewayOrder: number, which: number): Promise<Answer> {
    const callbacks = await this.callbacks(gatewayOrder);
    await this.tell(callbacks[which % callbacks.length]!);
    return { outcome: 'ok', body: null };
  }

  act({ id }: Order, action: string, body: object): Promise<Answer> {
    return this.post(`/v1/orders/${id}/${action}`, this.admin, body);
  }

  operate({ winner }: Order, action: 'refunds' | 'capture' | 'void', body: object): Promise<Answer> {
    return this.post(`/v1/payments/${winner}/${action}`, this.admin, body);
  }

  async sweep(): Promise<Answer> {
    return { outcome: 'ok', body: await this.shop.sweep() };
  }

  private async callbacks(gatewayOrder: number): Promise<Delivery[]> {
    const { deliveries } = await this.control.get<{ deliveries: Delivery[] }>(
      `/deliveries?order_id=${gatewayOrder}`,
    );
    return deliveries;
  }

  private async tell({ body, url }: Delivery): Promise<void> {
    const hmac = new URL(url).searchParams.get('hmac') ?? '';
    await this.shop.http
      .post(`/v1/payments/paymob/webhook?hmac=${hmac}`)
      .set('Content-Type', 'application/json')
      .send(body)
      .expect(200);
  }
}
