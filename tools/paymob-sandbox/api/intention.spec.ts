import type { Json } from '../model/json.ts';
import { BILLING_DATA, intentionRequest, type ApiAnswer } from '../testing/merchant.ts';
import { startScene, type Scene } from '../testing/scene.ts';

const UNKNOWN_INTEGRATION = /^Integration ID\/Name does not exist in our system/;

describe('POST /v1/intention/', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene.stop());

  function create(changes: Json): Promise<ApiAnswer> {
    return scene.merchant.secret('POST', '/v1/intention/', intentionRequest(changes));
  }

  it('answers 201 with an order, a client secret and a key for each method', async () => {
    const { status, body, headers } = await create({
      payment_methods: [1001, 1002, 1003],
      items: [{ name: 'Oud', amount: 10000, quantity: 1 }],
      special_reference: 'intention-shape',
      extras: { cart: 7 },
    });

    expect(status).toBe(201);
    expect(headers.get('x-paymob-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^pi_test_[0-9a-f]{32}$/),
      client_secret: expect.stringMatching(/^egy_csk_test_[0-9a-f]{32}$/),
      intention_order_id: expect.any(Number),
      payment_keys: [
        { integration: 1001, gateway_type: 'MIGS', order_id: body['intention_order_id'] },
        { integration: 1002, gateway_type: 'UIG', order_id: body['intention_order_id'] },
        { integration: 1003, gateway_type: 'CAGG', order_id: body['intention_order_id'] },
      ],
      intention_detail: {
        amount: 10000,
        currency: 'EGP',
        items: [{ name: 'Oud', amount: 10000, quantity: 1 }],
        billing_data: BILLING_DATA,
      },
      payment_methods: [
        { integration_id: 1001, currency: 'EGP', live: false },
        { integration_id: 1002 },
        { integration_id: 1003 },
      ],
      special_reference: 'intention-shape',
      extras: { creation_extras: { cart: 7, merchant_order_id: 'intention-shape' } },
      confirmed: false,
      status: 'intended',
      object: 'paymentintention',
    });
  });

  it('hands out order ids in sequence', async () => {
    const first = await create({});
    const second = await create({});

    expect(second.body['intention_order_id']).toBe(Number(first.body['intention_order_id']) + 1);
  });

  it('finds integrations by their name, too', async () => {
    const { body } = await create({ payment_methods: ['card', 'kiosk'] });

    expect(body['payment_methods']).toMatchObject([{ integration_id: 1001 }, { integration_id: 1003 }]);
  });

  it.each([
    ['an unknown id', { payment_methods: [4711] }],
    ['an id as text', { payment_methods: ['1001'] }],
    ['a live integration', { payment_methods: [1099] }],
    ['an integration of another currency', { payment_methods: [1006] }],
    ['one wrong id among right ones', { payment_methods: [1001, 4711] }],
    ['a currency that no integration has', { currency: 'SAR' }],
  ])('answers 404 to %s', async (_case, changes) => {
    const { status, body } = await create(changes);

    expect(status).toBe(404);
    expect(body).toEqual({ detail: expect.stringMatching(UNKNOWN_INTEGRATION) });
  });

  it.each([
    ['no amount', { amount: undefined }, { amount: ['This field is required.'] }],
    ['a decimal amount', { amount: 10.5 }, { amount: ['A valid integer is required.'] }],
    ['an amount of zero', { amount: 0 }, { amount: ['Ensure this value is greater than or equal to 1.'] }],
    ['no currency', { currency: undefined }, { currency: ['This field is required.'] }],
    ['no methods', { payment_methods: undefined }, { payment_methods: ['This field is required.'] }],
    [
      'an empty list of methods',
      { payment_methods: [] },
      { payment_methods: ['This list may not be empty.'] },
    ],
    [
      'methods that are no list',
      { payment_methods: 1001 },
      { payment_methods: ['Expected a list of items.'] },
    ],
    ['no billing data', { billing_data: undefined }, { billing_data: ['This field is required.'] }],
    [
      'billing data without a phone number',
      { billing_data: { ...BILLING_DATA, phone_number: undefined } },
      { billing_data: { phone_number: ['This field is required.'] } },
    ],
    [
      'a first name of 51 characters',
      { billing_data: { ...BILLING_DATA, first_name: 'x'.repeat(51) } },
      { billing_data: { first_name: ['Ensure this field has no more than 50 characters.'] } },
    ],
    [
      'a blank last name',
      { billing_data: { ...BILLING_DATA, last_name: ' ' } },
      { billing_data: { last_name: ['This field may not be blank.'] } },
    ],
    [
      'an item without a name',
      { items: [{ amount: 10000 }] },
      { items: { name: ['This field is required.'] } },
    ],
    [
      'an item without an amount',
      { items: [{ name: 'x' }] },
      { items: { amount: ['This field is required.'] } },
    ],
    ['a wrong address', { notification_url: 'shop' }, { notification_url: ['Enter a valid URL.'] }],
    [
      'an expiration of more than 36 days',
      { expiration: 3_110_401 },
      { expiration: ['Ensure this value is less than or equal to 3110400.'] },
    ],
  ])('answers 400 to %s', async (_case, changes, expected) => {
    const { status, body } = await create(changes);

    expect(status).toBe(400);
    expect(body).toEqual(expected);
  });

  it('names every wrong field at once', async () => {
    const { body } = await create({ amount: 'x', currency: '', billing_data: {} });

    expect(Object.keys(body).sort()).toEqual(['amount', 'billing_data', 'currency']);
  });

  it('answers 406 when the items do not add up', async () => {
    const { status, body } = await create({ items: [{ name: 'x', amount: 9999, quantity: 1 }] });

    expect(status).toBe(406);
    expect(body).toEqual({ detail: 'unmatched_item_prices', code: 'unmatched_item_prices' });
  });

  it('accepts items whose amounts add up with or without the quantity', async () => {
    const withQuantity = await create({ items: [{ name: 'x', amount: 5000, quantity: 2 }] });
    const withoutQuantity = await create({ items: [{ name: 'x', amount: 10000, quantity: 2 }] });

    expect([withQuantity.status, withoutQuantity.status]).toEqual([201, 201]);
  });

  it('accepts a discount as an item below zero', async () => {
    const items = [
      { name: 'x', amount: 12000, quantity: 1 },
      { name: 'Discount', amount: -2000, quantity: 1 },
    ];

    expect((await create({ items })).status).toBe(201);
  });

  it('answers 422 to a reference that was used before', async () => {
    await create({ special_reference: 'twice' });
    const { status, body } = await create({ special_reference: 'twice' });

    expect(status).toBe(422);
    expect(body).toEqual({ message: 'duplicate' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['no key', {}, 'Authentication credentials were not provided.'],
    ['a wrong key', { Authorization: 'Token egy_sk_test_other' }, 'Invalid token.'],
    [
      'the key as Bearer',
      { Authorization: 'Bearer egy_sk_test_sandbox' },
      'Authentication credentials were not provided.',
    ],
    ['a live key', { Authorization: 'Token egy_sk_live_0123' }, 'This is a sandbox: it refuses live keys'],
  ])('answers 401 to %s', async (_case, headers, detail) => {
    const { status, body } = await scene.merchant.call('POST', '/v1/intention/', {
      body: intentionRequest(),
      headers,
    });

    expect(status).toBe(401);
    expect(body).toEqual({ detail });
  });

  it.each([
    ['broken JSON', '{"amount":', 400],
    ['a body of more than 1 MB', JSON.stringify({ amount: 1, extras: { x: 'x'.repeat(1_100_000) } }), 413],
  ])('answers %s without a 500', async (_case, body, expected) => {
    const { status } = await scene.merchant.secret('POST', '/v1/intention/', body);

    expect(status).toBe(expected);
  });

  it('answers 404 without the last slash, as Django does', async () => {
    expect((await scene.merchant.secret('POST', '/v1/intention', intentionRequest())).status).toBe(404);
  });

  it('answers 404 in JSON to an address that Paymob has and the sandbox has not', async () => {
    const { status, body } = await scene.merchant.call('GET', '/api/acceptance/quick-links');

    expect(status).toBe(404);
    expect(body).toEqual({ detail: 'Not found.' });
  });
});
