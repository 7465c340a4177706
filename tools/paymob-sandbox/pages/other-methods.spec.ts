import { Checkout } from '../testing/checkout.ts';
import { startScene, type Scene } from '../testing/scene.ts';

describe('paying by saved card, by wallet and at a kiosk', () => {
  let scene: Scene;
  let checkout: Checkout;

  beforeEach(async () => {
    scene = await startScene();
    checkout = new Checkout(scene);
  });
  afterEach(() => scene.stop());

  describe('by saved card', () => {
    it('offers the cards that the intention names and asks for the code of the bank', async () => {
      const first = await checkout.start();
      await scene.browser.payByCard(first.keys[0] ?? '', { save_card: 'true' });
      const token = (await scene.shop.arrived(2)).find(({ type }) => type === 'TOKEN')?.obj['token'];
      const { path, keys } = await checkout.start({ card_tokens: [token] });
      const { html } = await scene.browser.open(path);
      expect(html).toContain('MasterCard 2346');

      const form = { payment_token: keys[0] ?? '', card_token: String(token), cvv: '123' };
      const wrong = await scene.browser.send('/checkout/saved-card', { ...form, cvv: '' });
      const bank = await scene.browser.send('/checkout/saved-card', form);

      expect(wrong.status).toBe(422);
      expect(checkout.returned(await scene.browser.answerChallenge(bank, { otp: '123456' }))).toMatchObject({
        success: 'true',
      });
    });
  });

  describe('by wallet', () => {
    it('asks for code and PIN and sends the customer back', async () => {
      const { keys } = await checkout.start({ payment_methods: [1002] });

      expect(checkout.returned(await scene.browser.payByWallet(keys[0] ?? ''))).toMatchObject({
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
      const { keys } = await checkout.start({ payment_methods: [1002] });

      const shown = await scene.browser.payByWallet(keys[0] ?? '', '01010101010', answers);

      expect(checkout.returned(shown)).toMatchObject({
        success: 'false',
        pending: 'false',
        'source_data.type': 'wallet',
      });
    });

    it('never hears from a wallet whose number ends in 99', async () => {
      const { keys } = await checkout.start({ payment_methods: [1002] });

      expect(checkout.returned(await scene.browser.payByWallet(keys[0] ?? '', '01010101099'))).toMatchObject({
        success: 'false',
        pending: 'true',
        txn_response_code: 'TIMED_OUT',
      });
    });

    it('shows the form again after a wrong number', async () => {
      const { keys } = await checkout.start({ payment_methods: [1002] });

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
      const { keys, orderId } = await checkout.start({ payment_methods: [1003] });

      const sent = await scene.browser.send('/checkout/kiosk', { payment_token: keys[0] ?? '' });
      const { html } = await scene.browser.open(sent.location?.pathname ?? '');
      const reference = /data-reference[^>]*>(\d+)</.exec(html)?.[1];
      await scene.control.post(`/transactions/${reference}/pay`);

      const [callback] = await scene.shop.arrived(1);
      expect(callback?.obj).toMatchObject({ id: Number(reference), success: true, order: { id: orderId } });
    });
  });
});
