import { jest } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { buildOpenApiDocument } from '../../src/openapi/build-document.js';
import { Browser, GOOD_CARD } from '../../tools/paymob-sandbox/testing/browser.ts';
import { watchLog } from '../support/log.js';
import { PaymentScene } from '../support/payments.js';

jest.setTimeout(60_000);

/** What a field for a card's secrets would be called. */
const CARD_FIELD =
  /^(?:card)?_?(?:number|pan|cvv2?|cvc2?|csc|security_?code|expiry|exp_?(?:month|year)|holder)$/i;
/** A card number, with or without the usual separators. */
const CARD_NUMBER = /(?<!\w)(?:\d[ -]?){12,18}\d(?!\w)/g;
/** How the numbers of the card schemes begin, and how long they are. */
const SCHEME = /^(?:4\d{12}(?:\d{3}){0,2}|(?:5[0-8]|2[2-7])\d{14}|3[47]\d{13}|6\d{15,18})$/;
/** An order's own number and a carrier's are not a card's. */
const HARMLESS_FIELDS = ['number', 'orderNumber', 'trackingNumber'];

describe('card data', () => {
  let scene: PaymentScene;
  let log: ReturnType<typeof watchLog>;

  beforeAll(async () => {
    log = watchLog();
    scene = await PaymentScene.open({ LOG_LEVEL: 'verbose' });
  });
  afterAll(async () => {
    log.stop();
    await scene.close();
  });

  it('have no field in any request or answer of the API', () => {
    const { schemas = {} } = buildOpenApiDocument(scene.shop.test.app).components ?? {};

    const fields = Object.entries(schemas).flatMap(([name, schema]) =>
      Object.keys(('properties' in schema && schema.properties) || {}).map((field) => `${name}.${field}`),
    );

    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter(isCardField)).toEqual([]);
  });

  it('have no field in any collection', () => {
    const { models } = scene.shop.test.app.get<Connection>(getConnectionToken());

    const fields = Object.values(models).flatMap(({ modelName, schema }) =>
      Object.keys(schema.paths).map((path) => `${modelName}.${path}`),
    );

    expect(fields).toContain('PaymentRecord.events');
    expect(fields.filter(isCardField)).toEqual([]);
  });

  it('are refused when a client sends them, and not repeated to it', async () => {
    const order = await scene.placeOrder();

    const refused = await scene
      .start(order, 'card', { cardNumber: GOOD_CARD.number, cvv: '737' })
      .expect(400);

    expect(refused.text).not.toContain(GOOD_CARD.number);
    expect(refused.text).not.toContain('737');
  });

  it('are in no log line and no document after a card was paid with, saved, declined and refunded', async () => {
    const browser = new Browser(scene.sandbox);
    const orders = [await scene.placeOrder(), await scene.placeOrder()];
    for (const [index, order] of orders.entries()) {
      const payment = await scene.checkout(order);
      const { payment_keys } = await elementOf(payment.checkoutUrl!);
      const expiry = index === 0 ? GOOD_CARD.expiry : '05/39';
      await browser.payByCard(payment_keys[0]!.key, { expiry, save_card: 'true' });
      await scene.deliver();
      if (index === 0) await scene.operate(payment, 'refunds', { amountMinor: 100, reason: 'x' }).expect(201);
    }
    await scene.deliver();
    await scene.pass({ minutes: 5 });
    await scene.shop.sweep();
    expect(await scene.order(orders[0]!)).toMatchObject({ paymentStatus: 'partially_refunded' });

    const texts = [log.text(), await everyDocument()];

    for (const text of texts) {
      expect(text.length).toBeGreaterThan(1_000);
      expect(cardNumbersIn(text)).toEqual([]);
      // Paymob tells the first six digits as well; the last four are enough to know a card by.
      expect(text).not.toContain(GOOD_CARD.number.slice(0, 6));
      expect(text).not.toMatch(/"cvv2?"/i);
    }
  });

  it('would be found', () => {
    expect(cardNumbersIn(`{"a":"${GOOD_CARD.number}"}`)).toEqual([GOOD_CARD.number]);
    expect(cardNumbersIn('4111 1111-1111 1111')).toHaveLength(1);
    expect(cardNumbersIn('"2026-06-01T12:00:00.000Z" 1748779200000 700001')).toEqual([]);
    expect(['Payment.cvv', 'Card.number', 'Card.expMonth'].map(isCardField)).toEqual([true, false, true]);
  });

  const elementOf = async (checkoutUrl: string) => {
    const url = new URL(checkoutUrl);
    const [key, secret] = ['publicKey', 'clientSecret'].map((name) => url.searchParams.get(name));
    const answer = await fetch(`${url.origin}/v1/intention/element/${key}/${secret}/`);
    return (await answer.json()) as { payment_keys: { key: string }[] };
  };

  const everyDocument = async () => {
    const { db } = scene.shop.test;
    const collections = await db.listCollections().toArray();
    const documents = await Promise.all(collections.map(({ name }) => db.collection(name).find().toArray()));
    return JSON.stringify(documents);
  };
});

function isCardField(field: string): boolean {
  const name = field.slice(field.lastIndexOf('.') + 1);
  return CARD_FIELD.test(name) && !HARMLESS_FIELDS.includes(name);
}

/** Numbers that pass the check of ISO 7812 and begin as cards do. */
function cardNumbersIn(text: string): string[] {
  return (text.match(CARD_NUMBER) ?? [])
    .map((match) => match.replaceAll(/\D/g, ''))
    .filter((digits) => SCHEME.test(digits) && isLuhn(digits));
}

function isLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
