import { Types } from 'mongoose';
import { ADDRESS, type OrderBody, TestShop } from '../support/shop.js';

type Refusal = [status: number, code: string, pointer?: string];

const invalid = (pointer: string): Refusal => [400, 'request.validation_failed', pointer];

/** Bodies that name lines of an order with 2 units of SKU, and how they are refused by cancelling and sending alike. */
const LINES: [string, unknown, Refusal][] = [
  ...[0, -1, 1.5, 1_000, 1e9, 1e21, '1', null, {}].map((quantity): [string, unknown, Refusal] => [
    `${JSON.stringify(quantity)} units`,
    [{ sku: 'SKU', quantity }],
    invalid('/lines/0/quantity'),
  ]),
  ['no quantity', [{ sku: 'SKU' }], invalid('/lines/0/quantity')],
  ['no line', [], invalid('/lines')],
  ['lines that are no list', { sku: 'SKU', quantity: 1 }, invalid('/lines')],
  ['a line that is null', [null], invalid('/lines/0')],
  ['101 lines', Array.from({ length: 101 }, () => ({ sku: 'SKU', quantity: 1 })), invalid('/lines')],
  ['a SKU that is an object', [{ sku: { $ne: '' }, quantity: 1 }], invalid('/lines/0/sku')],
  [
    'an amount of the client’s own',
    [{ sku: 'SKU', quantity: 1, amountMinor: 5 }],
    invalid('/lines/0/amountMinor'),
  ],
  ['a SKU that was not ordered', [{ sku: 'OTHER', quantity: 1 }], [422, 'orders.unknown_line']],
  ['more units than there are', [{ sku: 'SKU', quantity: 3 }], [409, 'orders.quantity_not_open']],
  [
    'more units than there are, in two lines',
    [
      { sku: 'SKU', quantity: 2 },
      { sku: 'SKU', quantity: 1 },
    ],
    [409, 'orders.quantity_not_open'],
  ],
];

describe('bad input', () => {
  let shop: TestShop;
  let sku: string;
  /** A confirmed cash order of two units. */
  let open: OrderBody;
  /** One that has been sent. */
  let sent: OrderBody;
  beforeAll(async () => {
    shop = await TestShop.open();
    sku = await shop.addProduct(50, { priceMinor: 100_00 });
    open = (await shop.confirmedOrder({ [sku]: 2 })).order;
    sent = await shop.act((await shop.confirmedOrder({ [sku]: 2 })).order.id, 'fulfilments');
    await shop.sweep();
  });
  afterAll(() => shop.close());

  /** All that a request could have changed. */
  async function world() {
    const read = async (name: string) => shop.test.db.collection(name).find().sort({ _id: 1 }).toArray();
    return {
      orders: await read('orders'),
      stock: await read('stock_items'),
      payments: await read('payments'),
    };
  }

  async function expectRefused(request: PromiseLike<{ status: number; body: unknown }>, refusal: Refusal) {
    const [status, code, pointer] = refusal;
    const before = await world();

    const answer = await request;

    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status,
      body: { code, ...(pointer !== undefined && { errors: [{ pointer }] }) },
    });
    expect(await world()).toEqual(before);
  }

  const withSku = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('"SKU"', `"${sku}"`));

  describe.each(['cancel', 'fulfilments'])('of %s', (action) => {
    it.each(LINES)('is refused and changes nothing: %s', async (_, lines, refusal) => {
      await expectRefused(shop.try(open.id, action, { lines: withSku(lines) }), refusal);
    });
  });

  it.each<[string, string, object, Refusal]>([
    ['cancel', 'a reason of 201 characters', { reason: 'x'.repeat(201) }, invalid('/reason')],
    ['cancel', 'a refund of the client’s own', { refundMinor: 1 }, invalid('/refundMinor')],
    [
      'fulfilments',
      'a tracking number of 10 KB',
      { trackingNumber: 'x'.repeat(10_240) },
      invalid('/trackingNumber'),
    ],
    ['fulfilments', 'an empty tracking number', { trackingNumber: '' }, invalid('/trackingNumber')],
    ['fulfilments', 'a carrier of 61 characters', { carrier: 'x'.repeat(61) }, invalid('/carrier')],
    [
      'fulfilments',
      'a tracking page without TLS',
      { trackingUrl: 'http://bosta.co/1' },
      invalid('/trackingUrl'),
    ],
    [
      'fulfilments',
      'a tracking page that is code',
      { trackingUrl: 'javascript:alert(1)' },
      invalid('/trackingUrl'),
    ],
    [
      'fulfilments',
      'a tracking page of 10 KB',
      { trackingUrl: `https://bosta.co/${'x'.repeat(10_240)}` },
      invalid('/trackingUrl'),
    ],
  ])('is refused and changes nothing (%s): %s', async (action, _, body, refusal) => {
    await expectRefused(shop.try(open.id, action, body), refusal);
  });

  describe('of the cash that a courier brings', () => {
    it.each<[string, (amount: number) => object, Refusal]>([
      ['nothing', () => ({}), [422, 'orders.amount_mismatch']],
      ['one piastre less', (amount) => ({ collectedMinor: amount - 1 }), [422, 'orders.amount_mismatch']],
      ['one piastre more', (amount) => ({ collectedMinor: amount + 1 }), [422, 'orders.amount_mismatch']],
      [
        'the amount in pounds',
        (amount) => ({ collectedMinor: Math.floor(amount / 100) }),
        [422, 'orders.amount_mismatch'],
      ],
      ['zero', () => ({ collectedMinor: 0 }), [422, 'orders.amount_mismatch']],
      ['less than zero', () => ({ collectedMinor: -1 }), invalid('/collectedMinor')],
      ['a fraction', (amount) => ({ collectedMinor: amount + 0.5 }), invalid('/collectedMinor')],
      ['words', (amount) => ({ collectedMinor: String(amount) }), invalid('/collectedMinor')],
      ['more than can be counted', () => ({ collectedMinor: 2 ** 53 }), invalid('/collectedMinor')],
      ['another currency', (amount) => ({ collectedMinor: amount, currency: 'USD' }), invalid('/currency')],
    ])('is refused and changes nothing: %s', async (_, bodyOf, refusal) => {
      const { id, amountMinor } = sent.fulfilments[0]!;
      await expectRefused(shop.try(sent.id, `fulfilments/${id}/deliver`, bodyOf(amountMinor)), refusal);
    });

    it.each([
      ['deliver', '0'.repeat(24), [404, 'orders.fulfilment_not_found']],
      ['refuse', '0'.repeat(24), [404, 'orders.fulfilment_not_found']],
      ['deliver', 'x', [400, 'request.validation_failed']],
    ] as [string, string, Refusal][])('%s of a parcel %s finds none', async (action, parcel, refusal) => {
      await expectRefused(shop.try(sent.id, `fulfilments/${parcel}/${action}`), refusal);
    });
  });

  describe('when an order is placed', () => {
    const address = (change: object) => ({ shippingAddress: { ...ADDRESS, ...change } });

    it.each<[string, Record<string, unknown>, Refusal]>([
      ['a country without a zone', address({ country: 'AQ' }), [422, 'orders.shipping_unavailable']],
      ['a country that does not exist', address({ country: 'XX' }), invalid('/shippingAddress/country')],
      ['no city', address({ city: undefined }), invalid('/shippingAddress/city')],
      ['a line of 10 KB', address({ line1: 'x'.repeat(10_240) }), invalid('/shippingAddress/line1')],
      ['a phone in words', address({ phone: 'call me' }), invalid('/shippingAddress/phone')],
      ['an unknown field of the address', address({ planet: 'Mars' }), invalid('/shippingAddress/planet')],
      [
        'a shipping method that does not exist',
        { shippingMethod: 'drone' },
        [422, 'orders.shipping_unavailable'],
      ],
      ['one piastre less than the total', { expectedTotalMinor: 159_99 }, [409, 'orders.total_changed']],
      ['one piastre more than the total', { expectedTotalMinor: 160_01 }, [409, 'orders.total_changed']],
      ['a total below zero', { expectedTotalMinor: -1 }, invalid('/expectedTotalMinor')],
      ['another currency', { currency: 'USD' }, invalid('/currency')],
      ['an address that is no e-mail', { email: 'mona' }, invalid('/email')],
    ])('is refused and changes nothing: %s', async (_, overrides, refusal) => {
      const cart = await shop.cartWith({ [sku]: 1 });

      await expectRefused(shop.place(cart, overrides), refusal);

      // The cart is its owner's as before, and can still be ordered.
      const { body } = await shop.place(cart, { expectedTotalMinor: 160_00 }).expect(201);
      await shop.act((body as OrderBody).id, 'cancel');
    });

    it('is refused: an order that does not exist', async () => {
      for (const action of ['cancel', 'confirm', 'fulfilments', 'notes']) {
        const body = action === 'notes' ? { text: 'x' } : {};
        await expectRefused(shop.try(new Types.ObjectId().toHexString(), action, body), [
          404,
          'orders.not_found',
        ]);
      }
    });
  });
});
