import * as fc from 'fast-check';
import type { Json } from '../model/json.ts';
import { startScene, type Scene } from '../testing/scene.ts';

/** The fields that any route reads, so that generated bodies reach beyond the first check. */
const FIELDS = [
  'amount',
  'amount_cents',
  'currency',
  'payment_methods',
  'items',
  'billing_data',
  'special_reference',
  'merchant_order_id',
  'extras',
  'expiration',
  'notification_url',
  'card_tokens',
  'accept_order_id',
  'order_id',
  'integration_id',
  'transaction_id',
  'payment_token',
  'source',
  'api_key',
  'auth_token',
  'shipping_data',
  'delivery_needed',
  'transaction_processed_callback',
] as const;

const ROUTES = [
  ['POST', '/v1/intention/'],
  ['PUT', '/v1/intention/egy_csk_test_x'],
  ['POST', '/api/auth/tokens'],
  ['POST', '/api/ecommerce/orders'],
  ['POST', '/api/ecommerce/orders/transaction_inquiry'],
  ['POST', '/api/acceptance/payment_keys'],
  ['POST', '/api/acceptance/payments/pay'],
  ['POST', '/api/acceptance/void_refund/refund'],
  ['POST', '/api/acceptance/void_refund/void'],
  ['POST', '/api/acceptance/capture'],
  ['POST', '/api/acceptance/order_card_tokens'],
  ['PUT', '/api/ecommerce/integrations/1001'],
] as const;

describe('bad input', () => {
  let scene: Scene;
  let bearer: string;

  beforeAll(async () => {
    scene = await startScene();
    bearer = await scene.merchant.authToken();
  });
  afterAll(() => scene.stop());

  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      1,
      100,
      1001,
      700001,
      900001,
      'EGP',
      '100',
      [1001],
      2 ** 53,
      -1,
      1e308,
      '',
      ' ',
      '\u0000',
    ),
  );
  const body = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...FIELDS), value), { selector: ([field]) => field, maxLength: 12 })
    .map((entries): Json => Object.fromEntries(entries));

  it.each(ROUTES)(
    'is never answered with a 500 by %s %s',
    async (method, path) => {
      const authorization =
        path.startsWith('/v1/') || /void_refund|capture/.test(path)
          ? 'Token egy_sk_test_sandbox'
          : `Bearer ${bearer}`;
      await fc.assert(
        fc.asyncProperty(fc.oneof(body, fc.jsonValue()), async (sent) => {
          const { status } = await scene.merchant.call(method, path, {
            body: JSON.stringify(sent),
            headers: { Authorization: authorization },
          });

          expect(status).toBeLessThan(500);
        }),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  it.each(['/checkout/card', '/checkout/saved-card', '/checkout/wallet', '/checkout/kiosk'])(
    'is never answered with a 500 by the form %s',
    async (path) => {
      const { payment_keys: keys } = await scene.merchant.intention({ payment_methods: [1001, 1002, 1003] });
      const names = ['payment_token', 'number', 'expiry', 'cvv', 'holder', 'msisdn', 'card_token', 'lang'];
      const pairs = fc.array(
        fc.tuple(
          fc.constantFrom(...names),
          fc.oneof(fc.string(), fc.constantFrom(...keys.map(({ key }) => key), '01/39', '123')),
        ),
      );
      await fc.assert(
        fc.asyncProperty(pairs, async (form) => {
          const response = await fetch(scene.sandbox.url + path, {
            method: 'POST',
            body: new URLSearchParams(form),
            redirect: 'manual',
          });

          expect(response.status).toBeLessThan(500);
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );

  it.each([
    '/api/acceptance/transactions/%E0%A4%A',
    '/checkout/challenge/%E0%A4%A',
    '/v1/intention/element/a/%00/',
    '/api/ecommerce/orders/1e3',
    '/api/acceptance/transactions?page=1e99',
    '/unifiedcheckout/?publicKey[a]=b&clientSecret=%00',
  ])('is never answered with a 500 at %s', async (path) => {
    const { status } = await scene.browser.open(path, { Authorization: `Bearer ${bearer}` });

    expect([400, 401, 404]).toContain(status);
  });
});
