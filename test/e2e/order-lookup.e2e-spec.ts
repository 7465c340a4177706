import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Types } from 'mongoose';
import { OrderAccess } from '../../src/modules/orders/order-access.service.js';
import type { OrderRecord } from '../../src/modules/orders/order.schema.js';
import { customer } from '../support/cart.js';
import { moveTime } from '../support/clock.js';
import { type Mailbox, startMailbox, tokenIn } from '../support/mailbox.js';
import { type OrderBody, TestShop } from '../support/shop.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('how guests come back to their orders', () => {
  let mailbox: Mailbox;
  let shop: TestShop;
  let sku: string;
  beforeAll(async () => {
    mailbox = await startMailbox();
    shop = await TestShop.open({ MAIL_URL: mailbox.url, RATE_LIMIT_FACTOR: '100' });
    sku = await shop.addProduct(9_999);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await shop.close();
    await mailbox.close();
  });

  const requestLink = (number: string, email: string) =>
    shop.http.post('/v1/orders/lookup/link').send({ number, email });

  const open = (number: string, token: string) => shop.http.post('/v1/orders/lookup').send({ number, token });

  /** An order of a guest with an address of their own. */
  async function orderOf(email = `guest-${randomUUID()}@example.com`) {
    const cart = await shop.cartWith({ [sku]: 2 });
    const english = { ...cart, headers: { ...cart.headers, 'Accept-Language': 'en' } };
    const { body } = await shop.place(english, { email, paymentMethod: 'cod' }).expect(201);
    const [order, { headers }] = [body as OrderBody, cart];
    return { ...order, email, headers };
  }

  /** The token from the link in the first mail of an order. */
  async function tokenFor({ email }: { email: string }): Promise<string> {
    await shop.sweep();
    return tokenIn(await mailbox.mailTo(email));
  }

  describe('the link', () => {
    it('comes by mail and opens the order without the cart’s token', async () => {
      const order = await orderOf('Nour.Ali@Example.com');
      await requestLink(order.number, 'nour.ali@EXAMPLE.com').expect(202);
      await shop.sweep();

      const link = await mailbox.mailTo('nour.ali@example.com', 2);

      expect(link.subject).toBe(`The link to your order ${order.number}`);
      const token = tokenIn(link);
      const answer = await open(order.number, token).expect(200);
      expect(answer.body).toEqual(await shop.read(order.id));
      const byId = await shop.http.get(`/v1/orders/${order.id}`).set('X-Order-Token', token).expect(200);
      expect(byId.body).toEqual(answer.body);
      expect(byId.headers['etag']).toBe(answer.headers['etag']);
    });

    it('tells nobody whether there is such an order, and mails only to its own address', async () => {
      const order = await orderOf();
      await tokenFor(order);
      const stranger = `stranger-${randomUUID()}@example.com`;
      const before = mailbox.mails.length;

      const answers = [
        await requestLink(order.number, stranger),
        await requestLink('ORD-99999999', stranger),
        await requestLink('ORD-99999999', order.email),
      ];
      await shop.sweep();
      expect(mailbox.mails.slice(before)).toEqual([]);
      answers.push(await requestLink(order.number, order.email));

      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['202 ']));
      expect(new Set(answers.map(({ headers }) => headers['content-length'] ?? '0')).size).toBe(1);
    });

    it('is mailed once however often it is asked for before it is sent', async () => {
      const order = await orderOf();
      await tokenFor(order);

      await Promise.all(Array.from({ length: 10 }, () => requestLink(order.number, order.email).expect(202)));
      await shop.sweep();

      const mails = mailbox.mails.filter(({ to }) => to?.[0]?.address === order.email);
      expect(mails.map(({ subject }) => subject)).toEqual([
        `Your order ${order.number}`,
        `The link to your order ${order.number}`,
      ]);
    });

    it.each([
      ['no number', { number: undefined }, '/number'],
      ['a number that is an object', { number: { $ne: null } }, '/number'],
      ['a number in small letters', { number: 'ord-1' }, '/number'],
      ['no address', { email: undefined }, '/email'],
      ['a list of addresses', { email: ['a@example.com', 'b@example.com'] }, '/email'],
      ['an address with a line break', { email: 'a@example.com\nbcc: b@example.com' }, '/email'],
    ])('is refused for %s', async (_, change, pointer) => {
      const body = { number: 'ORD-00000001', email: 'a@example.com', ...change };

      expect(await shop.http.post('/v1/orders/lookup/link').send(body)).toMatchObject({
        status: 400,
        body: { code: 'request.validation_failed', errors: [{ pointer }] },
      });
    });
  });

  describe('a token', () => {
    const wrong: [string, (own: string, other: string) => string | Promise<string>][] = [
      ['of another order', (_, other) => other],
      ['with another signature', (own) => own.slice(0, -4) + (own.endsWith('AAAA') ? 'BBBB' : 'AAAA')],
      ['without a signature', (own) => `${own.split('.').slice(0, 2).join('.')}.AAAA`],
      [
        'whose contents were changed',
        (own, other) => [own.split('.')[0], other.split('.')[1], own.split('.')[2]].join('.'),
      ],
      ['that is an access token', async () => (await customer(shop))['Authorization']!.slice(7)],
    ];

    it.each(wrong)('%s opens an order no more than an unknown number', async (_, make) => {
      const [order, other] = [await orderOf(), await orderOf()];
      const token = await make(await tokenFor(order), await tokenFor(other));

      const refused = await open(order.number, token);
      const unknown = await open('ORD-99999999', token);

      expect(refused).toMatchObject({ status: 404, body: { code: 'orders.not_found' } });
      expect(anonymous(refused.body)).toEqual(anonymous(unknown.body));
      await shop.http.get(`/v1/orders/${order.id}`).set('X-Order-Token', token).expect(404);
      const cancelling = { 'X-Order-Token': token, 'Idempotency-Key': randomUUID() };
      await shop.http.post(`/v1/orders/${order.id}/cancel`).set(cancelling).send({}).expect(404);
      expect(await shop.read(order.id)).toMatchObject({ status: 'pending' });
    });

    it.each([
      [179, 200],
      [181, 404],
    ])('that is %i days old is answered with %i', async (days, status) => {
      const order = await orderOf();
      moveTime(shop.test, -days * DAY_MS);
      const record = { _id: new Types.ObjectId(order.id) } as OrderRecord;
      const token = await shop.test.app.get(OrderAccess).tokenFor(record);
      jest.restoreAllMocks();

      await open(order.number, token).expect(status);
    });

    it('cancels the order', async () => {
      const order = await orderOf();
      const headers = { 'X-Order-Token': await tokenFor(order), 'Idempotency-Key': randomUUID() };

      const { body } = await shop.http
        .post(`/v1/orders/${order.id}/cancel`)
        .set(headers)
        .send({})
        .expect(200);

      expect(body).toMatchObject({ status: 'cancelled' });
    });
  });
});

function anonymous(body: unknown): OrderBody {
  return { ...(body as OrderBody & { requestId: string }), requestId: '' } as never;
}
