import { signInAs } from './auth.js';
import type { Headers, TestShop } from './shop.js';

/** What the tests read of a cart. */
export interface CartBody {
  id: string;
  token?: string;
  status: string;
  note: string | null;
  items: CartItemBody[];
  subtotalMinor: number;
  expiresAt: string;
}

interface CartItemBody {
  sku: string;
  quantity: number;
  unitPriceMinor: number | null;
  seenUnitPriceMinor: number;
  lineTotalMinor: number;
  availability: string;
  orderableQuantity: number;
  availableFrom: string | null;
  issues: string[];
}

/** Somebody's cart with the requests that a storefront makes; the caller looks at the answers. */
export class TestCart {
  private constructor(
    readonly shop: TestShop,
    readonly id: string,
    /** By which its owner is known. */
    readonly headers: Headers,
  ) {}

  static async ofGuest(shop: TestShop, lines: Record<string, number> = {}): Promise<TestCart> {
    const { body } = await shop.http.post('/v1/carts').expect(201);
    const { id, token } = body as CartBody;
    return new TestCart(shop, id, { 'X-Cart-Token': token! }).fill(lines);
  }

  /** A cart of a customer, of a new one without `headers`. */
  static async ofCustomer(
    shop: TestShop,
    headers?: Headers,
    lines: Record<string, number> = {},
  ): Promise<TestCart> {
    const own = headers ?? (await customer(shop));
    const { body } = await shop.http.post('/v1/carts').set(own).expect(201);
    return new TestCart(shop, (body as CartBody).id, own).fill(lines);
  }

  /** The same cart as somebody else asks for it, or another one. */
  as(headers: Headers, id = this.id): TestCart {
    return new TestCart(this.shop, id, headers);
  }

  read() {
    return this.shop.http.get(this.path()).set(this.headers);
  }

  add(sku: string, quantity: number, etag?: string) {
    return this.shop.http
      .post(this.path('/items'))
      .set({ ...this.headers, ...(etag !== undefined && { 'If-Match': etag }) })
      .send({ sku, quantity });
  }

  setQuantity(sku: string, quantity: number, etag = '*') {
    return this.shop.http
      .patch(this.path(`/items/${sku}`))
      .set({ ...this.headers, 'If-Match': etag })
      .send({ quantity });
  }

  remove(sku: string, etag = '*') {
    return this.shop.http.delete(this.path(`/items/${sku}`)).set({ ...this.headers, 'If-Match': etag });
  }

  setNote(note: string | null, etag = '*') {
    return this.shop.http
      .patch(this.path())
      .set({ ...this.headers, 'If-Match': etag })
      .send({ note });
  }

  /** Brings this guest's cart into the customer's. */
  merge(customerHeaders: Headers, body: object = {}) {
    return this.shop.http
      .post('/v1/carts/merge')
      .set({ ...customerHeaders, ...this.headers })
      .send({ guestCartId: this.id, ...body });
  }

  async body(): Promise<CartBody> {
    return (await this.read().expect(200)).body as CartBody;
  }

  async etag(): Promise<string> {
    return (await this.read().expect(200)).headers['etag']!;
  }

  /** Units by SKU. */
  async units(): Promise<Record<string, number>> {
    return unitsOf(await this.body());
  }

  private async fill(lines: Record<string, number>): Promise<this> {
    for (const [sku, quantity] of Object.entries(lines)) await this.add(sku, quantity).expect(200);
    return this;
  }

  private path(below = ''): string {
    return `/v1/carts/${this.id}${below}`;
  }
}

export function unitsOf({ items }: CartBody): Record<string, number> {
  return Object.fromEntries(items.map(({ sku, quantity }) => [sku, quantity]));
}

/** The headers of a new customer. */
export async function customer(shop: TestShop): Promise<Headers> {
  return { Authorization: `Bearer ${(await signInAs(shop.test, 'customer')).token}` };
}
