import { Checkout } from '../testing/checkout.ts';
import { startScene, type Scene } from '../testing/scene.ts';

describe('the iframe of the older flow', () => {
  let scene: Scene;
  let checkout: Checkout;

  beforeEach(async () => {
    scene = await startScene();
    checkout = new Checkout(scene);
  });
  afterEach(() => scene.stop());

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

    expect(checkout.returned(await scene.browser.payByCard(key))).toMatchObject({ success: 'true' });
  });

  it('does not take an intention’s wallet key', async () => {
    const { keys } = await checkout.start({ payment_methods: [1002] });

    expect((await scene.browser.open(`/api/acceptance/iframes/9001?payment_token=${keys[0]}`)).status).toBe(
      404,
    );
  });
});
