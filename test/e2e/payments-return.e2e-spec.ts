import { hash } from 'node:crypto';
import { jest } from '@jest/globals';
import { distortCallbacks } from '../support/callbacks.js';
import { PaymentScene } from '../support/payments.js';

jest.setTimeout(60_000);

const STOREFRONT = 'https://shop.example.com';

describe('the page on which customers land after paying', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open({ STOREFRONT_URL: STOREFRONT });
  });
  afterEach(async () => {
    await scene.control.delete('/scenarios');
    await scene.control.put('/behaviour', { redirect_order_key: 'order' });
  });
  afterAll(() => scene.close());

  const begin = async (effects: object = {}) => {
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order);
    await distortCallbacks(scene, payment, { ...effects });
    return { order, payment };
  };

  const open = async (url: string, status: number, language = 'en') => {
    const response = await fetch(url, { headers: { 'Accept-Language': language } });
    expect(response.status).toBe(status);
    return { headers: response.headers, html: await response.text() };
  };

  it.each([
    ['en', 'ltr', 'Thank you, your order is paid', 'Back to your order'],
    ['ar', 'rtl', 'شكرًا لك، تم الدفع', 'العودة إلى طلبك'],
  ])(
    'thanks in the customer’s language (%s) and leads back to the order',
    async (language, direction, title, back) => {
      const { order, payment } = await begin();
      const { redirect_url } = await scene.pay(payment);

      const page = await open(redirect_url, 200, language);

      expect(page.headers.get('content-type')).toContain('text/html');
      const { html } = page;
      expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
      expect(html).toContain(`<h1>${title}</h1>`);
      const { number } = await scene.order(order);
      expect(html).toContain(`<a href="${STOREFRONT}/orders/${number}" target="_top">${back}</a>`);
    },
  );

  it('marks nothing as paid: while the callback is missing it says that it checks, and looks again', async () => {
    const { order, payment } = await begin({ drop: true });
    const { redirect_url } = await scene.pay(payment);
    expect(redirect_url).toContain('success=true');

    const page = await open(redirect_url, 200);

    expect(page.html).toContain('data-outcome="checking"');
    expect(page.html).toContain('http-equiv="refresh"');
    expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
    expect(await scene.payment(payment)).toMatchObject({ status: 'pending' });
  });

  it('says that the payment was declined', async () => {
    const { payment } = await begin();
    const { redirect_url } = await scene.pay(payment, { outcome: 'DECLINED' });

    const page = await open(redirect_url, 200);

    expect(page.html).toContain('data-outcome="declined"');
  });

  it('knows the order by either of the names that Paymob’s documents have', async () => {
    await scene.control.put('/behaviour', { redirect_order_key: 'order_id' });
    const { payment } = await begin();
    const { redirect_url } = await scene.pay(payment);

    const page = await open(redirect_url, 200);

    expect(page.html).toContain('data-outcome="paid"');
  });

  it.each([
    ['a changed order', (url: URL) => url.searchParams.set('order', '700001')],
    ['two orders', (url: URL) => url.searchParams.set('order_id', '1')],
    ['a changed result', (url: URL) => url.searchParams.set('success', 'false')],
    ['a repeated value', (url: URL) => url.searchParams.append('id', '1')],
    ['no signature', (url: URL) => url.searchParams.delete('hmac')],
    ['a repeated signature', (url: URL) => url.searchParams.append('hmac', 'x')],
    ['nothing at all', (url: URL) => (url.search = '')],
    ['an error of Paymob’s', (url: URL) => (url.search = '?errmsg=Declined')],
  ])('shows nothing for %s, but still the way back', async (_, change) => {
    const { payment } = await begin();
    const { redirect_url } = await scene.pay(payment);
    await scene.checkout(await scene.placeOrder());
    const url = new URL(redirect_url);
    change(url);

    const page = await open(url.href, 401);

    expect(page.html).toContain('data-outcome="unknown"');
    expect(page.html).toContain(`href="${STOREFRONT}"`);
  });

  it('runs no script, loads nothing, and is framed by nobody but the shop', async () => {
    const { payment } = await begin();
    const { redirect_url } = await scene.pay(payment);

    const page = await open(redirect_url, 200);

    const style = /<style>(.*)<\/style>/s.exec(page.html)![1]!;
    const allowed = hash('sha256', style, 'base64');
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${allowed}'; frame-ancestors 'self' ${STOREFRONT}`,
    );
    expect(page.headers.get('x-frame-options')).toBeNull();
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.html).not.toMatch(/<script|src=|\son\w+=/);
  });

  it('holds no data of the customer or the card', async () => {
    const { payment } = await begin();
    const { redirect_url } = await scene.pay(payment);

    const page = await open(redirect_url, 200);

    for (const secret of ['Mona', 'Hassan', '1001234567', 'mona@example.com', '2346']) {
      expect(page.html).not.toContain(secret);
    }
  });
});
