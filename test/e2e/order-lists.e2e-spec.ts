import { jest } from '@jest/globals';
import { Types } from 'mongoose';
import { customer, TestCart } from '../support/cart.js';
import { explain } from '../support/query-plan.js';
import { recordQueries } from '../support/query-log.js';
import { ADDRESS, type Headers, type OrderBody, TestShop } from '../support/shop.js';

jest.setTimeout(60_000);

const COPIES = 40;
const PAGE = 5;

interface OrderPage {
  items: (OrderBody & { email: string })[];
  nextCursor: string | null;
}

describe('GET /v1/orders', () => {
  let shop: TestShop;
  let sku: string;
  beforeAll(async () => {
    shop = await TestShop.open();
    sku = await shop.addProduct(9_999);
    await seedOrders();
  });
  afterAll(() => shop.close());

  const list = (query: string, headers: Headers = shop.admin) =>
    shop.http.get(`/v1/orders?${query}`).set(headers);

  const page = async (query: string, headers?: Headers) =>
    (await list(query, headers).expect(200)).body as OrderPage;

  /** All pages one after the other. */
  async function all(query: string, headers?: Headers, between?: () => Promise<unknown>) {
    const items: OrderPage['items'] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const found: OrderPage = await page(`${query}${cursor && `&cursor=${cursor}`}`, headers);
      items.push(...found.items);
      cursor = found.nextCursor;
      await between?.();
    }
    return items;
  }

  const filters: [string, string, (order: OrderPage['items'][number]) => boolean][] = [
    ['', '_id_ or status', () => true],
    ['status=pending', 'status', ({ status }) => status === 'pending'],
    ['status=confirmed', 'status', ({ status }) => status === 'confirmed'],
    ['status=cancelled', 'status', ({ status }) => status === 'cancelled'],
    ['status=completed', 'status', ({ status }) => status === 'completed'],
    ['paymentStatus=unpaid', 'payment_status', ({ paymentStatus }) => paymentStatus === 'unpaid'],
    ['paymentStatus=paid', 'payment_status', ({ paymentStatus }) => paymentStatus === 'paid'],
    [
      'fulfilmentStatus=fulfilled',
      'fulfilment_status',
      ({ fulfilmentStatus }) => fulfilmentStatus === 'fulfilled',
    ],
    [
      'fulfilmentStatus=unfulfilled',
      'fulfilment_status',
      ({ fulfilmentStatus }) => fulfilmentStatus === 'unfulfilled',
    ],
    ['email=Kiosk@Example.com', 'email', ({ email }) => email === 'kiosk@example.com'],
    ['awaitingGoods=true', 'awaiting_goods', ({ isAwaitingGoods }) => isAwaitingGoods],
    ['number=ORD-00000002', 'number', ({ number }) => number === 'ORD-00000002'],
  ];
  const pairs = filters.flatMap(([a, , isA], i) =>
    filters
      .slice(i + 1)
      .filter(([b]) => a !== '' && a.split('=')[0] !== b.split('=')[0])
      .map(([b, , isB]): (typeof filters)[number] => [`${a}&${b}`, '', (order) => isA(order) && isB(order)]),
  );

  describe('for staff', () => {
    it.each([...filters, ...pairs])(
      'finds by ?%s all that fit and nothing else, newest first',
      async (query, _, fits) => {
        const expected = (await all('limit=100')).filter(fits).map(({ id }) => id);

        const found = (await all(`limit=7&${query}`)).map(({ id }) => id);

        expect(found).toEqual(expected);
        expect(found).toEqual(found.toSorted().toReversed());
      },
    );

    it.each(filters)(
      'uses an index for ?%s, reads no more than a page and sorts nothing',
      async (query, index) => {
        const url = `limit=${PAGE}&${query}`;
        const { nextCursor } = await page(url);

        for (const next of [url, ...(nextCursor === null ? [] : [`${url}&cursor=${nextCursor}`])]) {
          const queries = await recordQueries(() => list(next).expect(200));
          const reads = queries.filter(({ collection }) => collection === 'orders');
          expect(reads).toHaveLength(1);
          const plan = await explain(shop.test, reads[0]!);
          expect(plan.stages).not.toContain('COLLSCAN');
          // What is found by its number is one order, and one may be sorted.
          if (plan.documentsExamined > 1) expect(plan.stages).not.toContain('SORT');
          expect(index.split(' or ')).toEqual(expect.arrayContaining([...new Set(plan.indexes)]));
          // Orders that are being placed or were rejected are passed over; here there are none.
          expect(plan.documentsExamined).toBeLessThanOrEqual(PAGE + 1);
        }
      },
    );

    it('makes as many database calls for a long page as for a short one', async () => {
      const short = await recordQueries(() => list('limit=1').expect(200));
      const long = await recordQueries(() => list('limit=100').expect(200));

      expect(long.map(({ collection, method }) => [collection, method])).toEqual(
        short.map(({ collection, method }) => [collection, method]),
      );
    });

    it('skips and repeats nothing while orders come in and change state', async () => {
      const before = (await all('limit=100')).map(({ id }) => id);

      const found = await all('limit=10', undefined, async () => {
        const { order } = await shop.order({ [sku]: 1 });
        await shop.act(order.id, 'cancel');
      });

      expect(found.map(({ id }) => id)).toEqual(before);
    });

    it('links to the next page', async () => {
      const answer = await list(`status=pending&limit=${PAGE}`).expect(200);

      const url = /<([^>]+)>; rel="next"/.exec(answer.headers['link'] ?? '')![1]!;
      const { body } = await shop.http.get(url).set(shop.admin).expect(200);
      const cursor = (answer.body as OrderPage).nextCursor!;
      expect(body).toEqual(await page(`status=pending&limit=${PAGE}&cursor=${cursor}`));
    });

    it('never shows an order that is being placed or was rejected', async () => {
      const rare = await shop.addProduct(1);
      const carts = [await shop.cartWith({ [rare]: 1 }), await shop.cartWith({ [rare]: 1 })];
      const answers = await Promise.all(carts.map((cart) => shop.place(cart)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);

      const stored = shop.test.db.collection('orders');
      const hidden = await stored.find({ status: { $in: ['placing', 'rejected'] } }).toArray();
      expect(hidden.length).toBeGreaterThan(0);
      const shown = new Set((await all('limit=100')).map(({ id }) => id));
      expect(hidden.filter(({ _id }) => shown.has(_id.toHexString()))).toEqual([]);
    });
  });

  describe('for a customer', () => {
    it('lists one’s own orders only, whatever is asked for', async () => {
      const [mona, omar] = [await customer(shop), await customer(shop)];
      const own = [await orderOf(mona), await orderOf(mona), await orderOf(mona)];
      await orderOf(omar);

      for (const query of ['limit=2', 'limit=2&email=kiosk@example.com', 'limit=2&status=confirmed']) {
        expect((await all(query, mona)).map(({ id }) => id)).toEqual(own.toReversed());
      }
      expect((await page('', await customer(shop))).items).toEqual([]);
    });

    it('uses the index of the customer’s orders', async () => {
      const mona = await customer(shop);
      await orderOf(mona);

      const queries = await recordQueries(() => list('limit=2', mona).expect(200));

      const read = queries.find(({ collection }) => collection === 'orders')!;
      const plan = await explain(shop.test, read);
      expect(plan.stages).not.toContain('SORT');
      expect(plan.indexes).toEqual(['user']);
      expect(plan.documentsExamined).toBe(1);
    });

    it('is closed to guests', async () => {
      await shop.http.get('/v1/orders').expect(401);
    });
  });

  it.each([
    ['limit=0', '?limit'],
    ['limit=101', '?limit'],
    ['limit=x', '?limit'],
    ['cursor=abc', '?cursor'],
    [`cursor=${Buffer.from('["x"]').toString('base64url')}`, '?cursor'],
    [`cursor=${Buffer.from('[{"$gt":""}]').toString('base64url')}`, '?cursor'],
    ['status=placing', '?status'],
    ['status[$ne]=x', '?status[$ne]'],
    ['status=pending&status=expired', '?status'],
    ['paymentStatus=lost', '?paymentStatus'],
    ['fulfilmentStatus=lost', '?fulfilmentStatus'],
    ['awaitingGoods=maybe', '?awaitingGoods'],
    ['email=x', '?email'],
    ['number=%00', '?number'],
    ['sort=total', '?sort'],
  ])('refuses ?%s', async (query, pointer) => {
    expect(await list(query)).toMatchObject({
      status: 400,
      body: { code: 'request.validation_failed', errors: [{ pointer }] },
    });
  });

  async function orderOf(headers: Headers): Promise<string> {
    const cart = await TestCart.ofCustomer(shop, headers, { [sku]: 1 });
    const { body } = await shop.place(cart, { email: undefined }).expect(201);
    return (body as OrderBody).id;
  }

  /** Orders in some states, made over HTTP, and copies of them by the dozen. */
  async function seedOrders(): Promise<void> {
    const coming = await shop.addProduct(0);
    await shop.setRules(coming, { policy: 'backorder', backorderLimit: 9 });
    await shop.order({ [sku]: 1 });
    await shop.order(
      { [sku]: 1 },
      { email: 'Kiosk@Example.COM', paymentMethod: 'kiosk', shippingAddress: ADDRESS },
    );
    await shop.confirmedOrder({ [sku]: 1 });
    await shop.confirmedOrder({ [coming]: 1 });
    await shop.act((await shop.order({ [sku]: 1 })).order.id, 'cancel');
    const { order } = await shop.confirmedOrder({ [sku]: 1 });
    await shop.act(order.id, 'fulfilments');
    const { order: arrived } = await shop.confirmedOrder({ [sku]: 1 });
    const { fulfilments } = await shop.act(arrived.id, 'fulfilments');
    const { id, amountMinor } = fulfilments[0]!;
    await shop.act(arrived.id, `fulfilments/${id}/deliver`, { collectedMinor: amountMinor });
    const orders = shop.test.db.collection('orders');
    const originals = await orders.find().toArray();
    const copies = Array.from({ length: COPIES }, (_, i) => {
      const { cartKey: _cartKey, nextWorkAt: _nextWorkAt, ...original } = originals[i % originals.length]!;
      return {
        ...original,
        _id: new Types.ObjectId(),
        number: `ORD-9${String(i).padStart(7, '0')}`,
        outbox: [],
      };
    });
    await orders.insertMany(copies);
  }
});
