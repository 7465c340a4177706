import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Clock } from '../../src/common/clock/clock.js';
import { AppConfig } from '../../src/config/app-config.js';
import { CallbackIntake } from '../../src/modules/payments/callback-intake.service.js';
import { ControlClient } from '../../tools/paymob-sandbox/control-client.ts';
import { startPaymobSandbox, type PaymobSandbox } from '../../tools/paymob-sandbox/index.ts';
import { type Headers, type OrderBody, TestShop } from './shop.js';

export interface PaymentBody {
  id: string;
  orderId: string;
  status: string;
  amountMinor: number;
  checkoutUrl: string | null;
  iframeUrl: string | null;
  billReference: string | null;
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  operations: { id: string; kind: string; state: string; amountMinor: number }[];
}

export interface PlacedOrder {
  id: string;
  sku: string;
  totalMinor: number;
  /** By which the guest shows that the order is theirs. */
  headers: Headers;
}

/** A payment that was started, with Paymob's own id of its order. */
export interface Checkout extends PaymentBody {
  paymobOrderId: number;
}

export interface PaidTransaction {
  transaction: { id: number; success: boolean };
  redirect_url: string;
}

/** Sums of the gateway's own log for one of its orders. */
export interface GatewayTotal {
  order_id: number;
  captured_cents: number;
  refunded_cents: number;
  voided_cents: number;
  balance_cents: number;
}

/** The shop and Paymob's sandbox, talking to each other over HTTP. */
export class PaymentScene {
  readonly control: ControlClient;

  private constructor(
    readonly shop: TestShop,
    readonly sandbox: PaymobSandbox,
    private aheadMs: number,
  ) {
    this.control = new ControlClient(sandbox);
    const clock = shop.test.app.get(Clock);
    jest.spyOn(clock, 'now').mockImplementation(() => new Date(Date.now() + this.aheadMs));
  }

  static async open(environment: Record<string, string> = {}): Promise<PaymentScene> {
    const aheadMs = untilNoonMs();
    const sandbox = await startPaymobSandbox({ now: () => Date.now() + aheadMs });
    const shop = await TestShop.open({ ...paymobEnvironment(sandbox), ...environment });
    const { url, app } = shop.test;
    // The port is known only once the server listens.
    Object.assign(app.get(AppConfig), { publicUrl: url });
    const scene = new PaymentScene(shop, sandbox, aheadMs);
    await scene.setCallbackAddresses(url);
    return scene;
  }

  async close(): Promise<void> {
    try {
      await this.shop.close();
    } finally {
      await this.sandbox.stop();
    }
  }

  /** Lets time pass for the shop and for Paymob. */
  async pass({ minutes }: { minutes: number }): Promise<void> {
    this.aheadMs += minutes * 60_000;
    await this.control.post('/clock/advance', { seconds: minutes * 60 });
  }

  /** Sends the callbacks that are due and waits for their answers. */
  async deliver(): Promise<void> {
    await this.control.post('/deliveries/flush');
  }

  /** A guest's order for one unit of a product of its own. */
  async placeOrder(overrides: Record<string, unknown> = {}, stock = 5): Promise<PlacedOrder> {
    const sku = await this.shop.addProduct(stock);
    const { order, headers } = await this.shop.order({ [sku]: 1 }, overrides);
    return { id: order.id, sku, totalMinor: order.totals.grandTotalMinor, headers };
  }

  /** As it stands when all callbacks that were answered are applied. */
  async order({ id }: { id: string }): Promise<OrderBody> {
    await this.shop.test.app.get(CallbackIntake).settled();
    return this.shop.read(id);
  }

  /** As above. */
  async payment({ id }: { id: string }): Promise<PaymentBody> {
    await this.shop.test.app.get(CallbackIntake).settled();
    const { body } = await this.shop.http.get(`/v1/payments/${id}`).set(this.shop.admin).expect(200);
    return body as PaymentBody;
  }

  /** Asks to pay; the caller looks at the answer. */
  start(order: PlacedOrder, method = 'card', more: object = {}) {
    return this.shop.http
      .post('/v1/payments')
      .set({ ...order.headers, 'Idempotency-Key': randomUUID() })
      .send({ orderId: order.id, method, ...more });
  }

  /** Starts a payment; the customer stands before Paymob's page. */
  async checkout(
    order: PlacedOrder,
    method = 'card',
    more: object = {},
    key: string = randomUUID(),
  ): Promise<Checkout> {
    const started = await this.start(order, method, more).set('Idempotency-Key', key).expect(201);
    const payment = started.body as PaymentBody;
    const { orders } = await this.control.get<{ orders: { id: number; merchant_order_id: string }[] }>(
      '/orders',
    );
    const own = orders.find(({ merchant_order_id }) => merchant_order_id.startsWith(payment.id))!;
    return { ...payment, paymobOrderId: own.id };
  }

  /** The customer pays, or tries to; callbacks are sent and answered. */
  async pay({ paymobOrderId }: Checkout, command: object = {}): Promise<PaidTransaction> {
    const paid = await this.control.post<PaidTransaction>(`/orders/${paymobOrderId}/pay`, command);
    await this.deliver();
    return paid;
  }

  /** An order that a card has paid. */
  async paidOrder(): Promise<{ order: PlacedOrder; payment: Checkout; transactionId: number }> {
    const order = await this.placeOrder();
    const payment = await this.checkout(order);
    const { transaction } = await this.pay(payment);
    return { order, payment, transactionId: transaction.id };
  }

  /** What staff do with a payment; the caller looks at the answer. */
  operate({ id }: { id: string }, action: 'capture' | 'void' | 'refunds', body: object = {}) {
    return this.shop.http
      .post(`/v1/payments/${id}/${action}`)
      .set({ ...this.shop.admin, 'Idempotency-Key': randomUUID() })
      .send(body);
  }

  /** A refund as staff make it in Paymob's own dashboard: the shop did not ask for it. */
  async refundAtPaymob(transactionId: number, amountCents: number): Promise<void> {
    const { url, keys } = this.sandbox;
    const response = await fetch(`${url}/api/acceptance/void_refund/refund`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Token ${keys.secretKey}` },
      body: JSON.stringify({ transaction_id: transactionId, amount_cents: amountCents }),
    });
    if (!response.ok) throw new Error(`The refund was answered with ${response.status}`);
  }

  async gatewayTotal({ paymobOrderId }: Checkout): Promise<GatewayTotal | undefined> {
    const { totals } = await this.control.get<{ totals: GatewayTotal[] }>('/ledger');
    return totals.find(({ order_id }) => order_id === paymobOrderId);
  }

  /** Kiosks call back where their integration says, and so do all methods of the older flow. */
  private async setCallbackAddresses(url: string): Promise<void> {
    const paths = '/v1/payments/paymob';
    const addresses = { processed: `${url}${paths}/webhook`, response: `${url}${paths}/return` };
    for (const id of Object.values(this.sandbox.keys.integrations)) {
      await this.control.put(`/integrations/${id}/callbacks`, addresses);
    }
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** To ten o'clock UTC, noon in Cairo, so that no test runs over the end of a business day by chance. */
export function untilNoonMs(): number {
  const today = Date.now() % DAY_MS;
  return (DAY_MS + 10 * 60 * 60 * 1000 - today) % DAY_MS;
}

export function paymobEnvironment({ url, keys }: PaymobSandbox): Record<string, string> {
  return {
    PAYMOB_BASE_URL: url,
    PAYMOB_API_KEY: keys.apiKey,
    PAYMOB_SECRET_KEY: keys.secretKey,
    PAYMOB_PUBLIC_KEY: keys.publicKey,
    PAYMOB_HMAC_SECRET: keys.hmacSecret,
    PAYMOB_OWNER_ID: String(keys.ownerId),
    PAYMOB_IFRAME_ID: String(keys.iframeId),
    PAYMOB_INTEGRATION_ID: String(keys.integrations['card']),
    PAYMOB_WALLET_INTEGRATION_ID: String(keys.integrations['wallet']),
    PAYMOB_KIOSK_INTEGRATION_ID: String(keys.integrations['kiosk']),
  };
}
