import { randomUUID } from 'node:crypto';
import { register } from '../support/accounts.js';
import { ADDRESS, type OrderBody, TestShop } from '../support/shop.js';

const PERSON = ['Zaynab', 'Elmasry', '+201119998877', '77 Corniche', 'ring twice for zaynab'];

describe('a customer who wants to be forgotten', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(() => shop.close());

  it('leaves finished orders with their amounts and without the person, and open ones when they are done', async () => {
    const account = await register(shop.test);
    const customer = { Authorization: `Bearer ${account.accessToken}` };
    const sku = await shop.addProduct(10);
    const finished = await order(customer, sku);
    await shop.act(finished.id, 'cancel');
    const open = await order(customer, sku);
    await shop.act(open.id, 'confirm');

    await shop.http.delete('/v1/users/me').set(customer).expect(204);
    await shop.sweep();

    expect(await personIn('orders', finished.number)).toEqual([]);
    expect(await shop.read(finished.id)).toMatchObject({
      email: 'erased',
      lines: finished.lines.map(() => ({ sku })),
    });
    expect(await personIn('orders', open.number)).toEqual(PERSON);
    const sent = await shop.act(open.id, 'fulfilments');
    const { id, amountMinor } = sent.fulfilments[0]!;
    await shop.act(open.id, `fulfilments/${id}/deliver`, { collectedMinor: amountMinor });
    await shop.sweep();
    expect(await personIn('orders', open.number)).toEqual([]);
    expect(await shop.read(open.id)).toMatchObject({ status: 'completed', totals: open.totals });
    expect(await shop.test.db.collection('carts').countDocuments({ userId: { $exists: true } })).toBe(0);
  });

  it('gets orders and carts with the export', async () => {
    const account = await register(shop.test);
    const customer = { Authorization: `Bearer ${account.accessToken}` };
    const sku = await shop.addProduct(10);
    const { number } = await order(customer, sku);

    const { body } = await shop.http.get('/v1/users/me/export').set(customer).expect(200);

    expect(body).toMatchObject({
      orders: [{ number }],
      carts: [{ status: 'ordered', lines: [{ sku, quantity: 1 }] }],
    });
  });

  async function order(customer: Record<string, string>, sku: string): Promise<OrderBody> {
    const cart = await shop.http.post('/v1/carts').set(customer).expect(201);
    const { id } = cart.body as { id: string };
    const filled = await shop.http
      .post(`/v1/carts/${id}/items`)
      .set(customer)
      .send({ sku, quantity: 1 })
      .expect(200);
    await shop.http
      .patch(`/v1/carts/${id}`)
      .set({ ...customer, 'If-Match': String(filled.headers['etag']) })
      .send({ note: PERSON[4] })
      .expect(200);
    const [firstName, lastName, phone, line1] = PERSON;
    const placed = await shop.http
      .post('/v1/orders')
      .set({ ...customer, 'Idempotency-Key': randomUUID() })
      .send({
        cartId: id,
        shippingAddress: { ...ADDRESS, firstName, lastName, phone, line1 },
        paymentMethod: 'cod',
      })
      .expect(201);
    return placed.body as OrderBody;
  }

  /** What of the person still stands in a document. */
  async function personIn(collection: string, number: string): Promise<string[]> {
    const text = JSON.stringify(await shop.test.db.collection(collection).findOne({ number }));
    return PERSON.filter((part) => text.includes(part));
  }
});
