import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { signInAs } from '../support/auth.js';
import { callbacksOf, sendCallback, withValue } from '../support/callbacks.js';
import { PaymentScene, type PlacedOrder } from '../support/payments.js';
import { ADDRESS, type Headers } from '../support/shop.js';

jest.setTimeout(60_000);

interface SavedCard {
  id: string;
  brand: string;
  lastFour: string;
}

describe('saved cards', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterEach(() => scene.control.delete('/scenarios'));
  afterAll(() => scene.close());

  const customer = async (): Promise<Headers> => ({
    Authorization: `Bearer ${(await signInAs(scene.shop.test, 'customer')).token}`,
  });

  const orderOf = async (headers: Headers): Promise<PlacedOrder> => {
    const sku = await scene.shop.addProduct(3);
    const { http } = scene.shop;
    const cart = await http.post('/v1/carts').set(headers).expect(201);
    const { id: cartId } = cart.body as { id: string };
    await http.post(`/v1/carts/${cartId}/items`).set(headers).send({ sku, quantity: 1 }).expect(200);
    const placed = await http
      .post('/v1/orders')
      .set({ ...headers, 'Idempotency-Key': randomUUID() })
      .send({ cartId, shippingAddress: ADDRESS, paymentMethod: 'card' })
      .expect(201);
    const { id, totals } = placed.body as { id: string; totals: { grandTotalMinor: number } };
    return { id, sku, totalMinor: totals.grandTotalMinor, headers };
  };

  const cardsOf = async (headers: Headers) =>
    (
      (await scene.shop.http.get('/v1/payments/saved-cards').set(headers).expect(200)).body as {
        items: SavedCard[];
      }
    ).items;

  const saveCard = async (headers: Headers) => {
    const payment = await scene.checkout(await orderOf(headers), 'card', { saveCard: true });
    await scene.pay(payment, { save_card: true });
    return payment;
  };

  it('belong to the customer who asked for it, by brand and last digits', async () => {
    const headers = await customer();

    await saveCard(headers);

    expect(await cardsOf(headers)).toEqual([
      { id: expect.any(String), brand: 'MasterCard', lastFour: '2346', createdAt: expect.any(String) },
    ]);
    expect(await cardsOf(await customer())).toEqual([]);
  });

  it('are offered by Paymob when their owner pays again', async () => {
    const headers = await customer();
    await saveCard(headers);

    const payment = await scene.checkout(await orderOf(headers));
    const page = await (await fetch(payment.checkoutUrl!)).text();
    const others = await (
      await fetch((await scene.checkout(await orderOf(await customer()))).checkoutUrl!)
    ).text();

    expect(page).toContain('/checkout/saved-card');
    expect(others).not.toContain('/checkout/saved-card');
  });

  it.each([
    ['the customer did not ask the shop', { saveCard: false }, { save_card: true }],
    ['the customer did not let Paymob', { saveCard: true }, { save_card: false }],
  ])('are not kept when %s', async (_, asked, allowed) => {
    const headers = await customer();
    const payment = await scene.checkout(await orderOf(headers), 'card', asked);

    await scene.pay(payment, allowed);

    expect(await cardsOf(headers)).toEqual([]);
  });

  /** Pays, and Paymob tells of a card that it knows by an id. */
  const payAndTell = async (headers: Headers, id: number, asked = { saveCard: true }) => {
    const payment = await scene.checkout(await orderOf(headers), 'card', asked);
    const effects = { set: { id } };
    await scene.control.post('/scenarios', { order_id: payment.paymobOrderId, events: ['token'], effects });
    await scene.pay(payment, { save_card: true });
  };

  it('are kept when their owner asks for it with a later order, whatever id Paymob knows them by', async () => {
    const headers = await customer();
    for (const saveCard of [false, true]) await payAndTell(headers, 812345, { saveCard });

    expect(await cardsOf(headers)).toHaveLength(1);
  });

  it('are kept for each of two customers who share one', async () => {
    const [first, second] = [await customer(), await customer()];
    for (const headers of [first, second, second]) await payAndTell(headers, 812346);

    expect(await cardsOf(first)).toHaveLength(1);
    expect(await cardsOf(second)).toHaveLength(1);
  });

  it('need an account', async () => {
    const refused = await scene.start(await scene.placeOrder(), 'card', { saveCard: true }).expect(422);

    expect(refused.body).toMatchObject({ code: 'payments.cards_need_account' });
  });

  it('are kept once, however often Paymob tells of them', async () => {
    const headers = await customer();
    const payment = await saveCard(headers);
    const told = (await callbacksOf(scene, payment)).find(({ event }) => event === 'token')!;

    await Promise.all(
      Array.from({ length: 10 }, () => sendCallback(scene, told.body, `?hmac=${told.hmac}`).expect(200)),
    );

    expect(await cardsOf(headers)).toHaveLength(1);
  });

  it.each(['card_subtype', 'created_at', 'email', 'id', 'masked_pan', 'merchant_id', 'order_id', 'token'])(
    'are not believed in when %s was changed',
    async (field) => {
      const headers = await customer();
      const payment = await scene.checkout(await orderOf(headers), 'card', { saveCard: true });
      await scene.control.post('/scenarios', {
        order_id: payment.paymobOrderId,
        events: ['token'],
        effects: { hold: true },
      });
      await scene.pay(payment, { save_card: true });
      const told = (await callbacksOf(scene, payment)).find(({ event }) => event === 'token')!;
      const before = told.body.obj[field];
      const changed = typeof before === 'number' ? before + 1 : withNextDigit(String(before));

      await sendCallback(scene, withValue(told, field, changed), `?hmac=${told.hmac}`).expect(401);

      expect(await cardsOf(headers)).toEqual([]);
    },
  );

  it('are forgotten by their owner and by nobody else', async () => {
    const headers = await customer();
    await saveCard(headers);
    const [card] = await cardsOf(headers);
    const forget = (as: Headers) => scene.shop.http.delete(`/v1/payments/saved-cards/${card!.id}`).set(as);

    await forget(await customer()).expect(404);
    await forget({}).expect(401);
    await forget(headers).expect(204);
    await forget(headers).expect(404);

    expect(await cardsOf(headers)).toEqual([]);
  });

  it('lie in the database without their token, which only this shop can read', async () => {
    const headers = await customer();
    const payment = await saveCard(headers);
    const told = (await callbacksOf(scene, payment)).find(({ event }) => event === 'token')!;
    const { token } = told.body.obj as { token: string };
    const { db } = scene.shop.test;

    const stored = await Promise.all(
      (await db.listCollections().toArray()).map(({ name }) => db.collection(name).find().toArray()),
    );

    expect(JSON.stringify(stored)).not.toContain(token);
  });
});

/** The text with its last digit counted on, or with a digit more. */
function withNextDigit(text: string): string {
  return /\d/.test(text)
    ? text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))
    : `${text}1`;
}
