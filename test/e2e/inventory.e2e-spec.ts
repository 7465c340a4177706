import { uniqueSku } from '../factories/product.factory.js';
import { signInAs } from '../support/auth.js';
import { explain } from '../support/query-plan.js';
import { recordQueries } from '../support/query-log.js';
import { type Headers, TestShop } from '../support/shop.js';

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
interface Adjustment {
  locationCode: string;
  delta: number;
  reason: string;
  actor: string;
}

describe('/v1/inventory', () => {
  let shop: TestShop;
  let clerk: { headers: Headers; userId: string };
  beforeAll(async () => {
    shop = await TestShop.open();
    const { token, userId } = await signInAs(shop.test, 'admin');
    clerk = { headers: { Authorization: `Bearer ${token}` }, userId };
  });
  afterAll(() => shop.close());

  const adjust = (sku: string, delta: unknown, more: object = {}) =>
    shop.http
      .post(`/v1/inventory/${sku}/adjustments`)
      .set(clerk.headers)
      .send({ delta, reason: 'broken', ...more });

  const set = (sku: string, onHand: unknown, more: object = {}, etag?: string) =>
    shop.http
      .put(`/v1/inventory/${sku}`)
      .set({ ...clerk.headers, ...(etag !== undefined && { 'If-Match': etag }) })
      .send({ onHand, ...more });

  async function all<Item>(path: string, from = ''): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | null = from;
    while (cursor !== null) {
      const { body } = await shop.http
        .get(`${path}${cursor && `&cursor=${cursor}`}`)
        .set(shop.admin)
        .expect(200);
      const found = body as Page<Item>;
      items.push(...found.items);
      cursor = found.nextCursor;
    }
    return items;
  }

  describe('adjustments', () => {
    it('change the count by a difference and keep reason and actor', async () => {
      const sku = await shop.addProduct(10);

      const { body } = await adjust(sku, -3, { reason: 'damaged in the warehouse' }).expect(200);

      expect(body).toMatchObject({
        onHand: 7,
        available: 7,
        adjustments: [
          { delta: -3, reason: 'damaged in the warehouse', actor: clerk.userId, locationCode: 'main' },
          { delta: 10, reason: 'count' },
        ],
      });
    });

    it('are listed page by page, the newest first, without a gap while more come in', async () => {
      const sku = await shop.addProduct(1_000);
      for (let i = 1; i <= 24; i++) await adjust(sku, i, { reason: `step ${i}` }).expect(200);

      const first = (await shop.http.get(`/v1/inventory/${sku}/history?limit=10`).set(shop.admin).expect(200))
        .body as Page<Adjustment>;
      await adjust(sku, -1, { reason: 'late' }).expect(200);
      const rest = await all<Adjustment>(`/v1/inventory/${sku}/history?limit=7`, first.nextCursor!);

      const deltas = [...first.items, ...rest].map(({ delta }) => delta);
      expect(deltas).toEqual([...Array.from({ length: 24 }, (_, i) => 24 - i), 1_000]);
      const { body } = await shop.http.get(`/v1/inventory/${sku}`).set(shop.admin).expect(200);
      expect((body as { adjustments: Adjustment[] }).adjustments).toHaveLength(20);
    });

    it('all happen when many are made at once, and leave a history that adds up', async () => {
      const sku = await shop.addProduct(100);
      const deltas = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? i + 1 : -i));

      await Promise.all(deltas.map((delta) => adjust(sku, delta).expect(200)));

      const sum = 100 + deltas.reduce((total, delta) => total + delta, 0);
      expect(await shop.stock(sku)).toEqual({ onHand: sum, available: sum, reserved: 0 });
      const history = await all<Adjustment>(`/v1/inventory/${sku}/history?limit=50`);
      expect(history).toHaveLength(31);
      expect(history.reduce((total, { delta }) => total + delta, 0)).toBe(sum);
    });

    it('never take units that buyers hold, however they race', async () => {
      const sku = await shop.addProduct(20);
      const carts = await Promise.all(Array.from({ length: 15 }, () => shop.cartWith({ [sku]: 1 })));

      const [orders, corrections] = await Promise.all([
        Promise.all(carts.map((cart) => shop.place(cart))),
        Promise.all(Array.from({ length: 15 }, () => adjust(sku, -1))),
      ]);

      const sold = orders.filter(({ status }) => status === 201).length;
      const lost = corrections.filter(({ status }) => status === 200).length;
      expect(sold + lost).toBe(20);
      for (const { status, body } of orders.filter((order) => order.status !== 201)) {
        expect({ status, body }).toMatchObject({ status: 409, body: { code: 'orders.insufficient_stock' } });
      }
      for (const { status, body } of corrections.filter((answer) => answer.status !== 200)) {
        expect({ status, body }).toMatchObject({
          status: 409,
          body: { code: 'inventory.below_reserved', sku },
        });
      }
      expect(await shop.stock(sku)).toEqual({ onHand: sold, available: 0, reserved: sold });
    });

    it('cannot be made to a SKU that was never counted', async () => {
      expect(await adjust(uniqueSku(), 1)).toMatchObject({
        status: 404,
        body: { code: 'inventory.not_found' },
      });
    });
  });

  describe('a count', () => {
    it('is what was found, however often it is entered', async () => {
      const sku = await shop.addProduct(10);

      for (const onHand of [4, 4, 25]) await set(sku, onHand, { reason: 'stock-taking' }).expect(200);

      const history = await all<Adjustment>(`/v1/inventory/${sku}/history?limit=50`);
      expect(history.map(({ delta }) => delta)).toEqual([21, -6, 10]);
    });

    it('holds while buyers reserve, and never goes below what they hold', async () => {
      const sku = await shop.addProduct(50);
      const carts = await Promise.all(Array.from({ length: 10 }, () => shop.cartWith({ [sku]: 1 })));

      const [orders, counted] = await Promise.all([
        Promise.all(carts.map((cart) => shop.place(cart).expect(201))),
        set(sku, 30),
      ]);

      expect(orders).toHaveLength(10);
      expect(counted.status).toBe(200);
      expect(await shop.stock(sku)).toEqual({ onHand: 30, available: 20, reserved: 10 });
      expect(await set(sku, 9)).toMatchObject({ status: 409, body: { code: 'inventory.below_reserved' } });
      expect(await shop.stock(sku)).toMatchObject({ onHand: 30 });
      await set(sku, 10).expect(200);
    });

    it('is entered by one of two clerks who read the same one', async () => {
      const sku = await shop.addProduct(5);
      const { headers } = await shop.http.get(`/v1/inventory/${sku}`).set(clerk.headers).expect(200);

      const answers = await Promise.all([7, 8].map((onHand) => set(sku, onHand, {}, headers['etag'])));

      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    });

    it('starts a SKU once when it is entered for the first time by many', async () => {
      const sku = uniqueSku();

      await Promise.all(Array.from({ length: 8 }, () => set(sku, 6).expect(200)));

      expect(await shop.stock(sku)).toEqual({ onHand: 6, available: 6, reserved: 0 });
      expect(await all<Adjustment>(`/v1/inventory/${sku}/history?limit=50`)).toHaveLength(1);
    });
  });

  describe('refuses, and changes nothing,', () => {
    const integers = [1.5, '3', null, true, [], {}, 1e9 + 1, undefined];
    it.each<[string, (sku: string) => ReturnType<typeof set>, string]>([
      ...[-1, ...integers].map(
        (onHand) =>
          [`a count of ${JSON.stringify(onHand)}`, (sku: string) => set(sku, onHand), '/onHand'] as never,
      ),
      ...[0, -1e9 - 1, ...integers].map(
        (delta) =>
          [`a change by ${JSON.stringify(delta)}`, (sku: string) => adjust(sku, delta), '/delta'] as never,
      ),
      ['a change without a reason', (sku) => adjust(sku, 1, { reason: undefined }), '/reason'],
      ['a change with an empty reason', (sku) => adjust(sku, 1, { reason: '' }), '/reason'],
      ['a reason of 201 characters', (sku) => adjust(sku, 1, { reason: 'x'.repeat(201) }), '/reason'],
      [
        'a location that is an object',
        (sku) => adjust(sku, 1, { locationCode: { $ne: 1 } }),
        '/locationCode',
      ],
      ['an actor of the client’s own', (sku) => adjust(sku, 1, { actor: 'me' }), '/actor'],
    ])('%s', async (_, request, pointer) => {
      const sku = await shop.addProduct(4);

      expect(await request(sku)).toMatchObject({
        status: 400,
        body: { code: 'request.validation_failed', errors: [{ pointer }] },
      });
      expect(await shop.stock(sku)).toEqual({ onHand: 4, available: 4, reserved: 0 });
    });

    it('a location that does not exist', async () => {
      const sku = await shop.addProduct(4);

      for (const request of [
        set(sku, 9, { locationCode: 'moon' }),
        adjust(sku, 1, { locationCode: 'moon' }),
      ]) {
        expect(await request).toMatchObject({
          status: 422,
          body: { code: 'inventory.unknown_location', locationCode: 'moon' },
        });
      }
    });
  });

  it('reads histories by the index of the SKU', async () => {
    const sku = await shop.addProduct(3);
    await adjust(sku, 1).expect(200);

    const queries = await recordQueries(() => all(`/v1/inventory/${sku}/history?limit=1`));

    const reads = queries.filter(({ collection }) => collection === 'stock_adjustments');
    expect(reads).toHaveLength(2);
    for (const read of reads) {
      const plan = await explain(shop.test, read);
      expect(plan.indexes).toEqual(['sku']);
      expect(plan.stages).not.toContain('SORT');
    }
  });
});
