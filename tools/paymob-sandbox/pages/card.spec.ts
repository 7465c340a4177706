import type { Json } from '../model/json.ts';
import { GOOD_CARD } from '../testing/browser.ts';
import { Checkout } from '../testing/checkout.ts';
import { startScene, type Scene } from '../testing/scene.ts';

describe('paying by card', () => {
  let scene: Scene;
  let checkout: Checkout;

  beforeEach(async () => {
    scene = await startScene();
    checkout = new Checkout(scene);
  });
  afterEach(() => scene.stop());

  it.each(['5123456789012346', '5123 4500 0000 0008', '4111-1111-1111-1111', '٥١٢٣٤٥٦٧٨٩٠١٢٣٤٦'])(
    'takes the test card %s and sends the customer back with the signed result',
    async (number) => {
      const { keys, orderId } = await checkout.start();

      const shown = await scene.browser.payByCard(keys[0] ?? '', { number });

      expect(checkout.returned(shown)).toMatchObject({
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
    const { keys } = await checkout.start();

    const shown = await scene.browser.payByCard(keys[0] ?? '', { expiry });

    expect(checkout.returned(shown)).toMatchObject({ pending: 'false', error_occured: 'false', ...expected });
  });

  it('leaves out the code of the bank when the risk rules have blocked the payment', async () => {
    const { keys } = await checkout.start();

    const { location } = await scene.browser.payByCard(keys[0] ?? '', { expiry: '06/39' });

    expect(location?.searchParams.has('acq_response_code')).toBe(false);
  });

  it.each([
    ['a wrong code', { otp: '000000' }],
    ['no code', {}],
    ['the cancel button', { action: 'cancel', otp: '123456' }],
  ])('declines after %s', async (_case, answers) => {
    const { keys } = await checkout.start();
    const bank = await scene.browser.send('/checkout/card', { payment_token: keys[0] ?? '', ...GOOD_CARD });

    const shown = await scene.browser.answerChallenge(bank, answers);

    expect(checkout.returned(shown)).toMatchObject({
      success: 'false',
      pending: 'false',
      txn_response_code: 'AUTHENTICATION_FAILED',
    });
  });

  it('stays pending for ever when the customer closes the page of the bank', async () => {
    const { keys, orderId } = await checkout.start();
    await scene.browser.send('/checkout/card', { payment_token: keys[0] ?? '', ...GOOD_CARD });

    await scene.control.post('/clock/advance', { seconds: 365 * 24 * 3600 });

    const { transactions } = await scene.control.get<{ transactions: Json[] }>(`/orders/${orderId}`);
    expect(transactions).toMatchObject([{ pending: true, success: false }]);
    expect(scene.shop.received).toHaveLength(0);
  });

  it.each(['APPROVED', 'DECLINED'])('ends a payment whose gateway timed out late, as %s', async (outcome) => {
    const { keys } = await checkout.start();
    const { location } = await scene.browser.payByCard(keys[0] ?? '', { expiry: '08/28' });

    await scene.control.post(`/transactions/${location?.searchParams.get('id')}/settle`, { outcome });

    const [callback] = await scene.shop.arrived(1);
    expect(callback?.obj).toMatchObject({ pending: false, success: outcome === 'APPROVED' });
  });

  it('authorises only, by an integration for that', async () => {
    const { keys } = await checkout.start({ payment_methods: [1004] });

    expect(checkout.returned(await scene.browser.payByCard(keys[0] ?? ''))).toMatchObject({
      success: 'true',
      is_auth: 'true',
    });
  });

  it('settles once when the customer sends the form twice, and sends both on to the shop', async () => {
    const { keys } = await checkout.start();
    const { location } = await scene.browser.send('/checkout/card', {
      payment_token: keys[0] ?? '',
      ...GOOD_CARD,
    });
    const path = location?.pathname ?? '';

    const shown = await Promise.all(
      ['123456', '123456'].map((otp) => scene.browser.send(path, { action: 'confirm', otp })),
    );

    for (const each of [...shown, await scene.browser.open(path)])
      expect(checkout.returned(each)).toMatchObject({ success: 'true' });
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
    const { keys, path } = await checkout.start();

    const shown = await scene.browser.send('/checkout/card', {
      payment_token: keys[0] ?? '',
      ...GOOD_CARD,
      ...changes,
    });

    expect(shown.status).toBe(422);
    expect(shown.html).toContain(message);
    expect((await scene.browser.open(path)).status).toBe(200);
  });

  it('says all that is wrong in Arabic, and does not send card data back', async () => {
    const { keys } = await checkout.start();

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
