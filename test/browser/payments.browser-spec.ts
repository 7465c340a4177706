import { jest } from '@jest/globals';
import { chromium, type Browser, type FrameLocator, type Page } from 'playwright-core';
import { holdCallbacks, releaseCallbacks } from '../support/callbacks.js';
import { PaymentScene } from '../support/payments.js';
import { chromiumPath } from './chromium.js';
import { Storefront } from './storefront.js';

jest.setTimeout(120_000);

const PHONE = { width: 360, height: 740 };
const GOOD_EXPIRY = '01/39';
const DECLINED_EXPIRY = '05/39';

describe('a customer with a browser', () => {
  let browser: Browser;
  let storefront: Storefront;
  let scene: PaymentScene;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    storefront = await Storefront.open();
  });
  afterEach(async () => {
    await page.context().close();
    await scene.close();
  });
  afterAll(async () => {
    await browser.close();
    await storefront.close();
  });

  const open = async (environment: Record<string, string>, locale: string) => {
    scene = await PaymentScene.open({ STOREFRONT_URL: storefront.url, ...environment });
    page = await browser.newPage({ locale, viewport: PHONE });
  };

  const giveCard = async (where: Page | FrameLocator, expiry: string) => {
    const card = where.locator('form[action="/checkout/card"]');
    await card.locator('[name=number]').fill('5123 4567 8901 2346');
    await card.locator('[name=expiry]').fill(expiry);
    await card.locator('[name=cvv]').fill('123');
    await card.locator('[name=holder]').fill('Test Account');
    await card.locator('button').click();
    await where.locator('[name=otp]').fill('123456');
    await where.locator('button[value=confirm]').click();
  };

  /** The callback and the browser race; the page looks again until it knows. */
  const expectOutcome = (where: Page | FrameLocator, outcome: string) =>
    where.locator(`[data-outcome=${outcome}]`).waitFor({ timeout: 30_000 });

  const expectNoSidewaysScroll = async () => {
    const [content, window] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    );
    expect(content).toBeLessThanOrEqual(window);
  };

  it.each([
    ['en-GB', 'ltr', 'Thank you, your order is paid'],
    ['ar-EG', 'rtl', 'شكرًا لك، تم الدفع'],
  ])(
    'pays by card on Paymob’s page and comes back to a paid order (%s)',
    async (locale, direction, title) => {
      await open({}, locale);
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);

      await page.goto(payment.checkoutUrl!);
      await giveCard(page, GOOD_EXPIRY);
      await expectOutcome(page, 'paid');

      expect(await page.locator('h1').textContent()).toBe(title);
      expect(await page.locator('html').getAttribute('dir')).toBe(direction);
      await expectNoSidewaysScroll();
      expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
      await page.locator('main a').click();
      await page.waitForURL(`${storefront.url}/orders/**`);
      expect(await page.locator('h1').textContent()).toContain((await scene.order(order)).number);
    },
  );

  it('is declined, goes back to the order and pays with another try', async () => {
    await open({}, 'en-GB');
    const order = await scene.placeOrder();
    const first = await scene.checkout(order);
    await page.goto(first.checkoutUrl!);
    await giveCard(page, DECLINED_EXPIRY);
    await expectOutcome(page, 'declined');
    expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
    await page.locator('main a').click();
    await page.waitForURL(`${storefront.url}/orders/**`);

    const second = await scene.checkout(order);
    await page.goto(second.checkoutUrl!);
    await giveCard(page, GOOD_EXPIRY);
    await expectOutcome(page, 'paid');

    expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(await scene.payment(first)).toMatchObject({ status: 'declined' });
    expect(await scene.payment(second)).toMatchObject({ status: 'succeeded' });
  });

  it('pays inside of the shop’s own page, in the older flow', async () => {
    await open({ PAYMOB_FLOW: 'legacy' }, 'en-GB');
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order);

    await page.goto(`${storefront.url}/pay?frame=${encodeURIComponent(payment.iframeUrl!)}`);
    const frame = page.frameLocator('iframe');
    await giveCard(frame, GOOD_EXPIRY);
    await expectOutcome(frame, 'paid');

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
    await frame.locator('main a').click();
    await page.waitForURL(`${storefront.url}/orders/**`);
  });

  it('waits on the page while the callback is late, and sees the order paid', async () => {
    await open({}, 'en-GB');
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order);
    await holdCallbacks(scene, payment);
    await page.goto(payment.checkoutUrl!);
    await giveCard(page, GOOD_EXPIRY);
    await expectOutcome(page, 'checking');
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'unpaid' });

    await releaseCallbacks(scene, payment);

    await expectOutcome(page, 'paid');
  });
});
