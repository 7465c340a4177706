import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import { OrderAccess } from '../../src/modules/orders/order-access.service.js';
import type { OrderRecord } from '../../src/modules/orders/order.schema.js';
import { type Headers, TestShop } from '../support/shop.js';

interface Timeline {
  items: { at: string; kind: string; actor: string | null; text: string }[];
}

describe('the timeline of an order', () => {
  let shop: TestShop;
  let sku: string;
  beforeAll(async () => {
    shop = await TestShop.open();
    sku = await shop.addProduct(9_999);
  });
  afterAll(() => shop.close());

  async function orderOf() {
    const { order, headers } = await shop.order({ [sku]: 2 }, { paymentMethod: 'cod' });
    const record = { _id: new Types.ObjectId(order.id) } as OrderRecord;
    const token = await shop.test.app.get(OrderAccess).tokenFor(record);
    return { ...order, headers, token };
  }

  const timeline = async (id: string, headers: Headers) =>
    ((await shop.http.get(`/v1/orders/${id}/timeline`).set(headers).expect(200)).body as Timeline).items;

  it('tells guests what has happened, without names and without internal notes', async () => {
    const order = await orderOf();
    await shop.act(order.id, 'notes', { text: 'Looks like fraud' });
    await shop.act(order.id, 'confirm');
    await shop.act(order.id, 'notes', { text: 'We will call you at noon', isPublic: true });
    await shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }], reason: 'one is enough' });
    const sent = await shop.act(order.id, 'fulfilments', { carrier: 'Bosta', trackingNumber: '77' });
    const { id, amountMinor } = sent.fulfilments[0]!;
    await shop.act(order.id, `fulfilments/${id}/deliver`, { collectedMinor: amountMinor });

    const seen = await timeline(order.id, { 'X-Order-Token': order.token });
    const staff = await timeline(order.id, shop.admin);

    expect(seen.map(({ kind, text }) => `${kind}: ${text}`)).toEqual(
      expect.arrayContaining([
        'change: status: pending',
        'change: status: pending → confirmed',
        'note: We will call you at noon',
        `cancellation: 1 × ${sku} (one is enough)`,
        `shipment: 1 × ${sku} (Bosta 77)`,
        `delivery: 1 × ${sku}`,
        'change: paymentStatus: unpaid → paid',
        'change: status: confirmed → completed',
      ]),
    );
    expect(seen.every(({ actor }) => actor === null)).toBe(true);
    expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted());
    expect(staff.filter(({ text }) => text === 'Looks like fraud')).toHaveLength(1);
    expect(staff.filter(({ kind }) => kind === 'note').every(({ actor }) => actor !== null)).toBe(true);
    expect(staff.filter(({ text }) => text !== 'Looks like fraud').map(({ text }) => text)).toEqual(
      seen.map(({ text }) => text),
    );
    await shop.http.get(`/v1/orders/${order.id}/timeline`).expect(404);
  });

  it('shows internal notes to nobody but the staff, wherever one looks', async () => {
    const order = await orderOf();
    const secret = `secret-${randomUUID()}`;
    const noted = await shop.try(order.id, 'notes', { text: secret }).expect(201);
    const guest = [order.headers, { 'X-Order-Token': order.token }];

    const answers = [
      noted,
      await shop.http.post('/v1/orders/lookup').send({ number: order.number, token: order.token }),
      ...(await Promise.all(
        guest.flatMap((headers) =>
          ['', '/timeline'].map((path) => shop.http.get(`/v1/orders/${order.id}${path}`).set(headers)),
        ),
      )),
    ];

    for (const { status, text } of answers) {
      expect(status).toBeLessThan(300);
      expect(text).not.toContain(secret);
    }
    expect(JSON.stringify(await timeline(order.id, shop.admin))).toContain(secret);
  });

  it('takes a note once per key, and 200 of them', async () => {
    const { id } = await orderOf();
    const key = randomUUID();
    await Promise.all(Array.from({ length: 5 }, () => shop.try(id, 'notes', { text: 'once' }, key)));
    expect((await timeline(id, shop.admin)).filter(({ kind }) => kind === 'note')).toHaveLength(1);
    const note = { id: 'x', at: new Date(), actor: 'x', text: 'x', isPublic: false };
    const notes = Array.from({ length: 198 }, (_, i) => ({ ...note, id: String(i) }));
    await shop.test.db
      .collection('orders')
      .updateOne({ _id: new Types.ObjectId(id) }, { $push: { notes: { $each: notes } as never } });

    const answers = await Promise.all([1, 2].map((n) => shop.try(id, 'notes', { text: `last ${n}` })));

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422]);
  });

  it.each([
    ['an empty note', { text: '' }, '/text'],
    ['a note of 2001 characters', { text: 'x'.repeat(2001) }, '/text'],
    ['no note', {}, '/text'],
    ['a note that is public in words', { text: 'x', isPublic: 'yes' }, '/isPublic'],
  ])('refuses %s', async (_, body, pointer) => {
    const { id } = await orderOf();

    expect(await shop.try(id, 'notes', body)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer }] },
    });
    expect((await timeline(id, shop.admin)).filter(({ kind }) => kind === 'note')).toEqual([]);
  });
});
