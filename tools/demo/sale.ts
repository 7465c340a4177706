import { randomUUID } from 'node:crypto';
import { CAIRO_ADDRESS } from './address.ts';
import { ControlClient } from '../paymob-sandbox/control-client.ts';
import { type Answer, ShopApi } from './api.ts';
import { eventually, expect, type Step } from './steps.ts';

export const SALE_METHODS = ['card', 'wallet', 'kiosk', 'cod'] as const;
export type SaleMethod = (typeof SALE_METHODS)[number];

export interface SaleOptions {
  apiUrl: string;
  sandbox: { url: string; controlToken: string };
  /** Who may look at the stock and handle cash orders. */
  admin: { email: string; password: string };
  method: SaleMethod;
  /** Words to search for; the first product in stock is bought. */
  search: string;
}

interface Product {
  id: string;
  name: { en: string };
  variants: { sku: string; priceMinor: number; available: number }[];
}

interface Order {
  id: string;
  number: string;
  status: string;
  paymentStatus: string;
  totals: { grandTotalMinor: number };
  fulfilments: { id: string; amountMinor: number }[];
}

interface Sale extends SaleOptions {
  customer: ShopApi;
  staff: ShopApi;
  gateway: ControlClient;
  product?: Product;
  sku?: string;
  onHandBefore?: number;
  cartId?: string;
  totalMinor?: number;
  order?: Order;
  checkoutUrl?: string;
}

const QUANTITY = 2;

export function startSale(options: SaleOptions): Sale {
  return {
    ...options,
    customer: new ShopApi(options.apiUrl),
    staff: new ShopApi(options.apiUrl),
    gateway: new ControlClient(options.sandbox),
  };
}

/** Everything that a sale by one payment method takes, from a stranger to a paid order. */
export function saleSteps(method: SaleMethod): Step<Sale>[] {
  const paying = method === 'cod' ? CASH_STEPS : ONLINE_STEPS;
  return [...SHOPPING_STEPS, ...paying, ...CLOSING_STEPS];
}

const SHOPPING_STEPS: Step<Sale>[] = [
  {
    name: 'register',
    async run({ customer, staff, admin }) {
      const email = `mona.${randomUUID().slice(0, 8)}@example.com`;
      const password = `demo-${randomUUID()}`;
      const answer = await customer.post<{ accessToken: string }>('/v1/auth/register', {
        email,
        password,
        firstName: CAIRO_ADDRESS.firstName,
        lastName: CAIRO_ADDRESS.lastName,
      });
      expectStatus(answer, 201);
      customer.signIn(answer.body.accessToken);
      const signedIn = await staff.post<{ accessToken: string }>('/v1/auth/login', admin);
      expectStatus(signedIn, 200);
      staff.signIn(signedIn.body.accessToken);
      return email;
    },
  },
  {
    name: 'browse and search',
    async run(sale) {
      const list = await sale.customer.get<{ items: Product[] }>('/v1/products?limit=20');
      expectStatus(list, 200);
      expect(list.body.items.length > 0, 'the shop is empty');
      const found = await sale.customer.get<{ items: Product[] }>(
        `/v1/products?inStock=true&search=${encodeURIComponent(sale.search)}`,
      );
      expectStatus(found, 200);
      const product = found.body.items.find(({ variants }) => variants.some(isBuyable));
      expect(product !== undefined, `nothing in stock for “${sale.search}”`);
      const { sku } = product.variants.find(isBuyable)!;
      sale.product = product;
      sale.sku = sku;
      sale.onHandBefore = await onHand(sale);
      return `${list.body.items.length} products listed; “${sale.search}” finds ${product.name.en} (${sku})`;
    },
  },
  {
    name: 'cart',
    async run(sale) {
      const cart = await sale.customer.post<{ id: string }>('/v1/carts');
      expectStatus(cart, 201);
      sale.cartId = cart.body.id;
      const filled = await sale.customer.post(`/v1/carts/${sale.cartId}/items`, {
        sku: sale.sku,
        quantity: QUANTITY,
      });
      expectStatus(filled, 200);
      const quote = await sale.customer.get<{ totals: { grandTotalMinor: number } }>(
        `/v1/carts/${sale.cartId}/quote?country=EG&governorate=Cairo&shippingMethod=standard&paymentMethod=${sale.method}`,
      );
      expectStatus(quote, 200);
      sale.totalMinor = quote.body.totals.grandTotalMinor;
      return `${QUANTITY} × ${sale.sku}, ${(sale.totalMinor / 100).toFixed(2)} EGP with delivery`;
    },
  },
  {
    name: 'order',
    async run(sale) {
      const key = { 'Idempotency-Key': randomUUID() };
      const body = {
        cartId: sale.cartId,
        shippingAddress: CAIRO_ADDRESS,
        shippingMethod: 'standard',
        paymentMethod: sale.method,
        expectedTotalMinor: sale.totalMinor,
      };
      const placed = await sale.customer.post<Order>('/v1/orders', body, key);
      expectStatus(placed, 201);
      const repeated = await sale.customer.post<Order>('/v1/orders', body, key);
      expect(repeated.headers.get('idempotent-replayed') === 'true', 'a repeat was not recognised');
      expect(
        JSON.stringify(repeated.body) === JSON.stringify(placed.body),
        'a repeat under the same Idempotency-Key was answered differently',
      );
      sale.order = placed.body;
      return `${placed.body.number} is ${placed.body.status}; a repeat gives the same answer`;
    },
  },
];

const ONLINE_STEPS: Step<Sale>[] = [
  {
    name: 'start payment',
    async run(sale) {
      const payment = await sale.customer.postOnce<{ id: string; checkoutUrl: string }>('/v1/payments', {
        orderId: sale.order!.id,
        method: sale.method,
      });
      expectStatus(payment, 201);
      sale.checkoutUrl = payment.body.checkoutUrl;
      return `${sale.method}, checkout at ${new URL(sale.checkoutUrl).origin}`;
    },
  },
  {
    name: 'the customer pays on the sandbox',
    async run({ gateway, checkoutUrl, method }) {
      const clientSecret = new URL(checkoutUrl!).searchParams.get('clientSecret');
      expect(clientSecret !== null, 'the checkout address has no client secret');
      const outcome = { card: 'APPROVED', wallet: 'WALLET_APPROVED', kiosk: 'KIOSK_PAID', cod: '' }[method];
      await gateway.post(`/intentions/${encodeURIComponent(clientSecret)}/pay`, { outcome });
      return outcome;
    },
  },
  {
    name: 'signed callback, order paid',
    async run(sale) {
      sale.order = await eventually('the payment', async () => {
        const order = await readOrder(sale.customer, sale.order!.id);
        return order.paymentStatus === 'paid' ? order : undefined;
      });
      expect(sale.order.status === 'confirmed', `the order is ${sale.order.status}`);
      return `${sale.order.number} is ${sale.order.status} and ${sale.order.paymentStatus}`;
    },
  },
];

const CASH_STEPS: Step<Sale>[] = [
  {
    name: 'the shop confirms by phone and sends',
    async run(sale) {
      const path = `/v1/orders/${sale.order!.id}`;
      expectStatus(await sale.staff.post(`${path}/confirm`), 200);
      const sent = await sale.staff.postOnce<Order>(`${path}/fulfilments`, {
        carrier: 'Bosta',
        trackingNumber: '7234868',
      });
      expectStatus(sent, 201);
      sale.order = sent.body;
      return `one parcel over ${(sent.body.fulfilments[0]!.amountMinor / 100).toFixed(2)} EGP`;
    },
  },
  {
    name: 'the courier delivers and collects',
    async run(sale) {
      const parcel = sale.order!.fulfilments[0]!;
      const delivered = await sale.staff.post<Order>(
        `/v1/orders/${sale.order!.id}/fulfilments/${parcel.id}/deliver`,
        { collectedMinor: parcel.amountMinor },
      );
      expectStatus(delivered, 200);
      sale.order = await readOrder(sale.customer, sale.order!.id);
      expect(sale.order.paymentStatus === 'paid', `the order is ${sale.order.paymentStatus}`);
      return `${sale.order.number} is ${sale.order.status} and ${sale.order.paymentStatus}`;
    },
  },
];

const CLOSING_STEPS: Step<Sale>[] = [
  {
    name: 'stock lowered',
    async run(sale) {
      const now = await onHand(sale);
      expect(
        now === sale.onHandBefore! - QUANTITY,
        `${sale.sku} went from ${sale.onHandBefore} to ${now}, not down by ${QUANTITY}`,
      );
      return `${sale.sku}: ${sale.onHandBefore} → ${now}`;
    },
  },
  {
    name: 'the order in the customer’s list',
    async run({ customer, order }) {
      const list = await customer.get<{ items: Order[] }>('/v1/orders');
      expectStatus(list, 200);
      const listed = list.body.items.find(({ id }) => id === order!.id);
      expect(listed?.paymentStatus === 'paid', 'the list does not show the paid order');
      return `${list.body.items.length} order, ${listed.number}, ${listed.paymentStatus}`;
    },
  },
];

function isBuyable({ available }: Product['variants'][number]): boolean {
  return available >= QUANTITY;
}

async function onHand({ staff, sku }: Sale): Promise<number> {
  const stock = await staff.get<{ onHand: number }>(`/v1/inventory/${sku}`);
  expectStatus(stock, 200);
  return stock.body.onHand;
}

async function readOrder(api: ShopApi, id: string): Promise<Order> {
  const answer = await api.get<Order>(`/v1/orders/${id}`);
  expectStatus(answer, 200);
  return answer.body;
}

function expectStatus(answer: Answer<unknown>, status: number): void {
  expect(
    answer.status === status,
    `expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`,
  );
}
