import { Checkout } from '../testing/checkout.ts';
import { startScene, type Scene } from '../testing/scene.ts';

const CHECKOUT = '/unifiedcheckout/?publicKey=egy_pk_test_sandbox&clientSecret=';

describe('the link to the checkout', () => {
  let scene: Scene;
  let checkout: Checkout;

  beforeEach(async () => {
    scene = await startScene();
    checkout = new Checkout(scene);
  });
  afterEach(() => scene.stop());

  it('offers every method of the intention', async () => {
    const { path } = await checkout.start({ payment_methods: [1001, 1002, 1003] });

    const { status, html } = await scene.browser.open(path);

    expect(status).toBe(200);
    for (const text of ['EGP', '100.00', 'Card number', 'Wallet phone number', 'Get the reference number']) {
      expect(html).toContain(text);
    }
  });

  it.each([
    ['an address that asks for Arabic', '&lang=ar', 'en', 'إتمام الدفع'],
    ['an address that asks for English', '&lang=en', 'ar-EG', 'Checkout'],
    ['an Arabic browser', '', 'ar-EG,ar;q=0.9', 'إتمام الدفع'],
    ['any other browser', '', 'de', 'Checkout'],
  ])('speaks the language of %s', async (_case, query, acceptLanguage, title) => {
    const { path } = await checkout.start();

    const { html } = await scene.browser.open(path + query, {
      'Accept-Language': acceptLanguage,
    });

    expect(html).toContain(`<h1>${title}</h1>`);
  });

  it('keeps the digits of the sample card together in Arabic, by a directional isolate', async () => {
    const { path } = await checkout.start();

    const { html } = await scene.browser.open(`${path}&lang=ar`);

    expect(html).toContain('\u20665123 4567 8901 2346\u2069');
  });

  it('works once: after an attempt it is used up, whatever came of it', async () => {
    const { path, keys } = await checkout.start();
    await scene.browser.payByCard(keys[0] ?? '', { expiry: '05/39' });

    expect((await scene.browser.open(path)).status).toBe(410);
    expect((await scene.browser.payByCard(keys[0] ?? '')).status).toBe(410);
  });

  it('lets one of two parallel attempts through', async () => {
    const { keys } = await checkout.start();

    const shown = await Promise.all([1, 2].map(() => scene.browser.payByCard(keys[0] ?? '')));

    expect(shown.map(({ status }) => status).sort((a, b) => a - b)).toEqual([303, 410]);
  });

  it('works again and again when it is told to', async () => {
    await scene.control.put('/behaviour', { single_use_client_secret: false });
    const { keys } = await checkout.start();
    await scene.browser.payByCard(keys[0] ?? '', { expiry: '05/39' });

    expect(checkout.returned(await scene.browser.payByCard(keys[0] ?? ''))).toMatchObject({
      success: 'true',
    });
  });

  it('expires with the intention', async () => {
    const { path } = await checkout.start({ expiration: 600 });
    await scene.control.post('/clock/advance', { seconds: 600 });

    expect((await scene.browser.open(path)).status).toBe(410);
  });

  it.each([
    ['an unknown secret', `${CHECKOUT}egy_csk_test_x`, 404],
    ['no secret', '/unifiedcheckout/?publicKey=egy_pk_test_sandbox', 404],
    ['a secret that is sent twice', `${CHECKOUT}a&clientSecret=b`, 404],
    ['a live key', '/unifiedcheckout/?publicKey=egy_pk_live_x&clientSecret=x', 401],
    ['an unknown challenge', '/checkout/challenge/x', 404],
    ['an unknown reference', '/checkout/kiosk/x', 404],
    ['an unknown iframe', '/api/acceptance/iframes/1?payment_token=x', 404],
    ['an unknown payment key', '/api/acceptance/iframes/9001?payment_token=x', 404],
  ])('answers %s with a page', async (_case, path, expected) => {
    const { status, html } = await scene.browser.open(path);

    expect(status).toBe(expected);
    expect(html).toMatch(/^<!doctype html>/);
  });

  it('answers a form for another method, or without a key, with a page', async () => {
    const { keys } = await checkout.start();

    expect((await scene.browser.send('/checkout/kiosk', { payment_token: keys[0] ?? '' })).status).toBe(404);
    expect((await scene.browser.send('/checkout/card', {})).status).toBe(404);
  });

  it('loads nothing from elsewhere and runs no script', async () => {
    const { path } = await checkout.start({ payment_methods: [1001, 1002, 1003] });

    const response = await fetch(scene.sandbox.url + path);
    const html = await response.text();

    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<link|<img|\bsrc=|url\(|@import/);
  });

  it('ties every input to a label and a note', async () => {
    const { path } = await checkout.start({ payment_methods: [1001, 1002, 1003] });

    const { html } = await scene.browser.open(path);

    const ids = [...html.matchAll(/<input\s[^>]*?\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(5);
    for (const id of ids) {
      expect(html).toContain(`<label for="${id}">`);
      expect(html).toContain(`id="${id}-note"`);
    }
  });
});
