import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../model/json.ts';
import { GOOD_CARD, type Shown } from '../testing/browser.ts';
import { startScene, type Scene } from '../testing/scene.ts';
import { signRedirect } from '../wire/hmac.ts';

const CHECKOUT = '/unifiedcheckout/?publicKey=egy_pk_test_sandbox&clientSecret=';

describe('the checkout pages', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());

  async function start(changes: Json = {}): Promise<{ secret: string; orderId: number; keys: string[] }> {
    const intention = await scene.merchant.intention({
      notification_url: scene.shop.hookUrl,
      redirection_url: scene.shop.returnUrl,
      ...changes,
    });
    return {
      secret: intention.client_secret,
      orderId: intention.intention_order_id,
      keys: intention.payment_keys.map(({ key }) => key),
    };
  }

  /** The query with which the browser was sent back to the shop, rightly signed. */
  function returned(shown: Shown): Record<string, string> {
    const { searchParams, pathname, origin } = shown.location ?? new URL('http://nowhere/');
    const values = Object.fromEntries(searchParams);
    expect([shown.status, origin + pathname]).toEqual([303, `${scene.shop.url}/return`]);
    expect(values).toMatchObject({ cart: '7', hmac: signRedirect(values, 'sandbox_hmac_secret') });
    return values;
  }

  describe('by card', () => {
    it.each(['5123456789012346', '5123 4500 0000 0008', '4111-1111-1111-1111', '٥١٢٣٤٥٦٧٨٩٠١٢٣٤٦'])(
      'takes the test card %s and sends the customer back with the signed result',
      async (number) => {
        const { keys, orderId } = await start();

        const shown = await scene.browser.payByCard(keys[0] ?? '', { number });

        expect(returned(shown)).toMatchObject({
          success: 'true',
          pending: 'false',
          order: String(orderId),
          is_3d_secure: 'true',
        });
        const [callback] = await scene.shop.arrived(1);
        expect(callback?.obj).toMatchObject({
          success: true,
          order: { id: orderId, payment_status: 'PAID' },
        });
      },
    );

    it.each([
      [
        '01/39',
        {
          success: 'true',
          txn_response_code: 'APPROVED',
          acq_response_code: '00',
          'data.message': 'Approved',
        },
      ],
      ['12/30', { success: 'true', txn_response_code: 'APPROVED' }],
      ['05/39', { success: 'false', txn_response_code: 'DECLINED', acq_response_code: '05' }],
      ['04/27', { success: 'false', txn_response_code: 'EXPIRED_CARD', acq_response_code: '54' }],
      ['12/25', { success: 'false', txn_response_code: 'EXPIRED_CARD', acq_response_code: '54' }],
      ['07/39', { success: 'false', txn_response_code: 'INSUFFICIENT_FUNDS', acq_response_code: '51' }],
      ['06/39', { success: 'false', txn_response_code: 'BLOCKED', is_3d_secure: 'false' }],
      ['08/28', { success: 'false', pending: 'true', txn_response_code: 'TIMED_OUT' }],
    ])('lets the expiry date %s decide', async (expiry, expected) => {
      const { keys } = await start();

      const shown = await scene.browser.payByCard(keys[0] ?? '', { expiry });

      expect(returned(shown)).toMatchObject({ pending: 'false', error_occured: 'false', ...expected });
    });

    it('leaves out the code of the bank when the risk rules have blocked the payment', async () => {
      const { keys } = await start();

      const { location } = await scene.browser.payByCard(keys[0] ?? '', { expiry: '06/39' });

      expect(location?.searchParams.has('acq_response_code')).toBe(false);
    });

    it.each([
      ['a wrong code', { otp: '000000' }],
      ['no code', {}],
      ['the cancel button', { action: 'cancel', otp: '123456' }],
    ])('declines after %s', async (_case, answers) => {
      const { keys } = await start();
      const bank = await scene.browser.send('/checkout/card', { payment_token: keys[0] ?? '', ...GOOD_CARD });

      const shown = await scene.browser.answerChallenge(bank, answers);

      expect(returned(shown)).toMatchObject({
        success: 'false',
        pending: 'false',
        txn_response_code: 'AUTHENTICATION_FAILED',
      });
    });

    it('stays pending for ever when the customer closes the page of the bank', async () => {
      const { keys, orderId } = await start();
      await scene.browser.send('/checkout/card', { payment_token: keys[0] ?? '', ...GOOD_CARD });

      await scene.control.post('/clock/advance', { seconds: 365 * 24 * 3600 });

      const { transactions } = await scene.control.get<{ transactions: Json[] }>(`/orders/${orderId}`);
      expect(transactions).toMatchObject([{ pending: true, success: false }]);
      expect(scene.shop.received).toHaveLength(0);
    });

    it.each(['APPROVED', 'DECLINED'])(
      'ends a payment whose gateway timed out late, as %s',
      async (outcome) => {
        const { keys } = await start();
        const { location } = await scene.browser.payByCard(keys[0] ?? '', { expiry: '08/28' });

        await scene.control.post(`/transactions/${location?.searchParams.get('id')}/settle`, { outcome });

        const [callback] = await scene.shop.arrived(1);
        expect(callback?.obj).toMatchObject({ pending: false, success: outcome === 'APPROVED' });
      },
    );

    it('authorises only, by an integration for that', async () => {
      const { keys } = await start({ payment_methods: [1004] });

      expect(returned(await scene.browser.payByCard(keys[0] ?? ''))).toMatchObject({
        success: 'true',
        is_auth: 'true',
      });
    });

    it('settles once when the customer sends the form twice, and sends both on to the shop', async () => {
      const { keys } = await start();
      const { location } = await scene.browser.send('/checkout/card', {
        payment_token: keys[0] ?? '',
        ...GOOD_CARD,
      });
      const path = location?.pathname ?? '';

      const shown = await Promise.all(
        ['123456', '123456'].map((otp) => scene.browser.send(path, { action: 'confirm', otp })),
      );

      for (const each of [...shown, await scene.browser.open(path)])
        expect(returned(each)).toMatchObject({ success: 'true' });
      await scene.control.post('/deliveries/flush');
      expect(scene.shop.received).toHaveLength(1);
    });

    it.each([
      [
        'a card that is no test card',
        { number: '4242424242424242' },
        'This is not a test card of the sandbox.',
      ],
      ['a wrong date', { expiry: '13/39' }, 'Give the expiry date as MM/YY.'],
      ['a short security code', { cvv: '12' }, 'The security code has three digits.'],
      ['no name', { holder: ' ' }, 'Give the name on the card.'],
    ])('shows the form again after %s, without using up the link', async (_case, changes, message) => {
      const { keys, secret } = await start();

      const shown = await scene.browser.send('/checkout/card', {
        payment_token: keys[0] ?? '',
        ...GOOD_CARD,
        ...changes,
      });

      expect(shown.status).toBe(422);
      expect(shown.html).toContain(message);
      expect((await scene.browser.open(CHECKOUT + secret)).status).toBe(200);
    });

    it('says all that is wrong in Arabic, and does not send card data back', async () => {
      const { keys } = await start();

      const { html } = await scene.browser.send('/checkout/card', {
        payment_token: keys[0] ?? '',
        number: '4242424242424242',
        expiry: 'x',
        cvv: '987',
        holder: '"><script>',
        lang: 'ar',
      });

      expect(html).toContain('هذه ليست من بطاقات الاختبار.');
      expect(html).toContain('dir="rtl"');
      expect(html).toContain('&quot;&gt;&lt;script&gt;');
      expect(html).not.toMatch(/4242424242424242|987|<script/);
    });
  });

  describe('by saved card', () => {
    it('offers the cards that the intention names and asks for the code of the bank', async () => {
      const first = await start();
      await scene.browser.payByCard(first.keys[0] ?? '', { save_card: 'true' });
      const token = (await scene.shop.arrived(2)).find(({ type }) => type === 'TOKEN')?.obj['token'];
      const { secret, keys } = await start({ card_tokens: [token] });
      const { html } = await scene.browser.open(CHECKOUT + secret);
      expect(html).toContain('MasterCard 2346');

      const form = { payment_token: keys[0] ?? '', card_token: String(token), cvv: '123' };
      const wrong = await scene.browser.send('/checkout/saved-card', { ...form, cvv: '' });
      const bank = await scene.browser.send('/checkout/saved-card', form);

      expect(wrong.status).toBe(422);
      expect(returned(await scene.browser.answerChallenge(bank, { otp: '123456' }))).toMatchObject({
        success: 'true',
      });
    });
  });

  describe('by wallet', () => {
    it('asks for code and PIN and sends the customer back', async () => {
      const { keys } = await start({ payment_methods: [1002] });

      expect(returned(await scene.browser.payByWallet(keys[0] ?? ''))).toMatchObject({
        success: 'true',
        txn_response_code: '200',
        'source_data.type': 'wallet',
        'source_data.pan': '01010101010',
      });
    });

    it.each([
      ['a wrong code', { otp: '1' }],
      ['a wrong PIN', { mpin: '1' }],
      ['the cancel button', { action: 'cancel' }],
    ])('declines after %s', async (_case, answers) => {
      const { keys } = await start({ payment_methods: [1002] });

      const shown = await scene.browser.payByWallet(keys[0] ?? '', '01010101010', answers);

      expect(returned(shown)).toMatchObject({
        success: 'false',
        pending: 'false',
        'source_data.type': 'wallet',
      });
    });

    it('never hears from a wallet whose number ends in 99', async () => {
      const { keys } = await start({ payment_methods: [1002] });

      expect(returned(await scene.browser.payByWallet(keys[0] ?? '', '01010101099'))).toMatchObject({
        success: 'false',
        pending: 'true',
        txn_response_code: 'TIMED_OUT',
      });
    });

    it('shows the form again after a wrong number', async () => {
      const { keys } = await start({ payment_methods: [1002] });

      const shown = await scene.browser.send('/checkout/wallet', {
        payment_token: keys[0] ?? '',
        msisdn: '123',
      });

      expect(shown.status).toBe(422);
      expect(shown.html).toContain('value="123"');
    });
  });

  describe('at a kiosk', () => {
    it('shows the reference, which can be paid later', async () => {
      await scene.control.put('/integrations/1003/callbacks', { processed: scene.shop.hookUrl });
      const { keys, orderId } = await start({ payment_methods: [1003] });

      const sent = await scene.browser.send('/checkout/kiosk', { payment_token: keys[0] ?? '' });
      const { html } = await scene.browser.open(sent.location?.pathname ?? '');
      const reference = /data-reference[^>]*>(\d+)</.exec(html)?.[1];
      await scene.control.post(`/transactions/${reference}/pay`);

      const [callback] = await scene.shop.arrived(1);
      expect(callback?.obj).toMatchObject({ id: Number(reference), success: true, order: { id: orderId } });
    });
  });

  describe('the link', () => {
    it('offers every method of the intention', async () => {
      const { secret } = await start({ payment_methods: [1001, 1002, 1003] });

      const { status, html } = await scene.browser.open(CHECKOUT + secret);

      expect(status).toBe(200);
      for (const text of [
        'EGP',
        '100.00',
        'Card number',
        'Wallet phone number',
        'Get the reference number',
      ]) {
        expect(html).toContain(text);
      }
    });

    it.each([
      ['an address that asks for Arabic', '&lang=ar', 'en', 'إتمام الدفع'],
      ['an address that asks for English', '&lang=en', 'ar-EG', 'Checkout'],
      ['an Arabic browser', '', 'ar-EG,ar;q=0.9', 'إتمام الدفع'],
      ['any other browser', '', 'de', 'Checkout'],
    ])('speaks the language of %s', async (_case, query, acceptLanguage, title) => {
      const { secret } = await start();

      const { html } = await scene.browser.open(CHECKOUT + secret + query, {
        'Accept-Language': acceptLanguage,
      });

      expect(html).toContain(`<h1>${title}</h1>`);
    });

    it('works once: after an attempt it is used up, whatever came of it', async () => {
      const { secret, keys } = await start();
      await scene.browser.payByCard(keys[0] ?? '', { expiry: '05/39' });

      expect((await scene.browser.open(CHECKOUT + secret)).status).toBe(410);
      expect((await scene.browser.payByCard(keys[0] ?? '')).status).toBe(410);
    });

    it('lets one of two parallel attempts through', async () => {
      const { keys } = await start();

      const shown = await Promise.all([1, 2].map(() => scene.browser.payByCard(keys[0] ?? '')));

      expect(shown.map(({ status }) => status).sort((a, b) => a - b)).toEqual([303, 410]);
    });

    it('works again and again when it is told to', async () => {
      await scene.control.put('/behaviour', { single_use_client_secret: false });
      const { keys } = await start();
      await scene.browser.payByCard(keys[0] ?? '', { expiry: '05/39' });

      expect(returned(await scene.browser.payByCard(keys[0] ?? ''))).toMatchObject({ success: 'true' });
    });

    it('expires with the intention', async () => {
      const { secret } = await start({ expiration: 600 });
      await scene.control.post('/clock/advance', { seconds: 600 });

      expect((await scene.browser.open(CHECKOUT + secret)).status).toBe(410);
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
      const { keys } = await start();

      expect((await scene.browser.send('/checkout/kiosk', { payment_token: keys[0] ?? '' })).status).toBe(
        404,
      );
      expect((await scene.browser.send('/checkout/card', {})).status).toBe(404);
    });
  });

  describe('the iframe of the older flow', () => {
    it('takes a card for a payment key, several times', async () => {
      const { key, orderId } = await scene.merchant.legacyKey(1001);
      const { status, html } = await scene.browser.open(`/api/acceptance/iframes/9001?payment_token=${key}`);
      expect(status).toBe(200);
      expect(html).toContain('Card number');

      const declined = await scene.browser.payByCard(key, { expiry: '05/39' });
      const paid = await scene.browser.payByCard(key);

      expect(declined.location?.searchParams.get('success')).toBe('false');
      expect(paid.location?.searchParams.get('success')).toBe('true');
      expect(paid.location?.searchParams.get('order')).toBe(String(orderId));
    });

    it('lands on a page of the sandbox when the integration has no address', async () => {
      const { key } = await scene.merchant.legacyKey(1001);
      const { location } = await scene.browser.payByCard(key);
      expect(location?.pathname).toBe('/api/acceptance/post_pay');

      const { html } = await scene.browser.open(`${location?.pathname}${location?.search}&lang=ar`);

      expect(html).toContain('تم الدفع بنجاح');
    });

    it('uses the address of the integration', async () => {
      await scene.control.put('/integrations/1001/callbacks', { response: scene.shop.returnUrl });
      const { key } = await scene.merchant.legacyKey(1001);

      expect(returned(await scene.browser.payByCard(key))).toMatchObject({ success: 'true' });
    });

    it('does not take an intention’s wallet key', async () => {
      const { keys } = await start({ payment_methods: [1002] });

      expect((await scene.browser.open(`/api/acceptance/iframes/9001?payment_token=${keys[0]}`)).status).toBe(
        404,
      );
    });
  });

  it('loads nothing from elsewhere and runs no script', async () => {
    const { secret } = await start({ payment_methods: [1001, 1002, 1003] });

    const response = await fetch(scene.sandbox.url + CHECKOUT + secret);
    const html = await response.text();

    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<link|<img|\bsrc=|url\(|@import/);
  });

  it('ties every input to a label and a note', async () => {
    const { secret } = await start({ payment_methods: [1001, 1002, 1003] });

    const { html } = await scene.browser.open(CHECKOUT + secret);

    const ids = [...html.matchAll(/<input\s[^>]*?\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(5);
    for (const id of ids) {
      expect(html).toContain(`<label for="${id}">`);
      expect(html).toContain(`id="${id}-note"`);
    }
  });
});

describe('card data', () => {
  it('are nowhere in the data file, in the answers or in the callbacks but for six and four digits', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'paymob-sandbox-pci-'));
    const scene = await startScene({ dataFile: join(folder, 'data.sqlite') });
    try {
      const { payment_keys: keys, intention_order_id: orderId } = await scene.merchant.intention({
        notification_url: scene.shop.hookUrl,
      });
      await scene.browser.payByCard(keys[0]?.key ?? '', {
        cvv: '737',
        save_card: 'true',
        holder: 'Cardholder Canary',
      });
      await scene.shop.arrived(2);
      const seen = JSON.stringify([scene.shop.received, await scene.control.get(`/orders/${orderId}`)]);
      await scene.sandbox.stop();
      const files = await Promise.all(
        (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
      );

      for (const text of [seen, ...files]) {
        expect(text).not.toMatch(/5123456789012346|Cardholder Canary|"cvv"|01\/39/);
      }
      expect(seen).toContain('512345xxxxxx2346');
      expect(files.join('')).toContain('512345xxxxxx2346');
    } finally {
      await Promise.all([scene.sandbox.stop(), scene.shop.stop()]);
      await rm(folder, { recursive: true });
    }
  });
});
