import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { CartsService } from '../../src/modules/carts/index.js';
import { moveTime } from '../support/clock.js';
import { gatherCrowd, rush, watchShelves } from '../support/crowd.js';
import { expectInvariants } from '../support/invariants.js';
import { type Instances, otherInstances, sweepAll } from '../support/instances.js';
import { type Mailbox, startMailbox } from '../support/mailbox.js';
import { type OrderBody, TestShop } from '../support/shop.js';

const ORDERS = 100;
const HOUR_MS = 60 * 60 * 1000;
/** By then work that was left must have been picked up. */
const PICK_UP_MS = 60_000;
const TIMEOUT_MS = 10 * 60_000;

describe('four sweepers at once', () => {
  let mailbox: Mailbox;
  let shop: TestShop;
  let others: Instances;
  let apps: NestExpressApplication[];
  beforeAll(async () => {
    mailbox = await startMailbox();
    shop = await TestShop.open({ MAIL_URL: mailbox.url });
    others = await otherInstances(shop, 3, { MAIL_URL: mailbox.url });
    apps = [shop.test.app, ...others.apps];
  }, TIMEOUT_MS);
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await others.close();
    await shop.close();
    await mailbox.close();
  });

  it(
    'expire each order once and tell its customer once, while others buy what comes free',
    async () => {
      const sku = await shop.addProduct(ORDERS);
      const expiring = await rush(shop, sku, await gatherCrowd(shop, ORDERS, sku), (index) => ({
        email: `slow-${index}@example.com`,
      }));
      const crowd = await gatherCrowd(shop, ORDERS, sku);
      advance(HOUR_MS);

      const sweeping = sweepAll(apps);
      const buying = rush(shop, sku, crowd);
      await watchShelves(shop, sku, Promise.all([sweeping, buying]));
      await sweepAll(apps);

      for (const { id } of expiring.orders) {
        const { status, history } = await shop.read(id);
        expect(status).toBe('expired');
        expect(history.map(({ to }) => to)).toEqual(['pending', 'expired']);
      }
      const { orders, refused } = await buying;
      const second = await rush(shop, sku, refused);
      expect(orders.length + second.orders.length).toBe(ORDERS);
      expect(await shop.stock(sku)).toEqual({ onHand: ORDERS, available: 0, reserved: ORDERS });
      await sweepAll(apps);
      await expectInvariants(shop.test);
      const received = mailsTo('slow-');
      expect([...received.keys()]).toHaveLength(ORDERS);
      for (const mails of received.values()) expect(mails).toBe(2);
      console.table({
        expired: ORDERS,
        'bought meanwhile': orders.length,
        'bought afterwards': second.orders.length,
      });
    },
    TIMEOUT_MS,
  );

  it(
    'finish within sixty seconds what broke off, while its clients ask again',
    async () => {
      const sku = await shop.addProduct(ORDERS);
      const crowd = await gatherCrowd(shop, ORDERS, sku);
      const keys = crowd.map(() => randomUUID());
      const place = () =>
        Promise.all(
          crowd.map((cart, index) => shop.place(cart, { email: `broken-${index}@example.com` }, keys[index])),
        );
      const breakdown = jest
        .spyOn(shop.test.app.get(CartsService), 'markOrdered')
        .mockRejectedValue(new Error('The process ends here'));
      for (const { status } of await place()) expect(status).toBe(500);
      breakdown.mockRestore();
      advance(PICK_UP_MS);

      const [answers] = await Promise.all([place(), sweepAll(apps)]);

      for (const { status } of answers) expect([201, 409]).toContain(status);
      const repeats = await place();
      const orders = repeats.map(({ status, body }) => {
        expect(status).toBe(201);
        return body as OrderBody;
      });
      expect(new Set(orders.map(({ number }) => number)).size).toBe(ORDERS);
      expect(await shop.stock(sku)).toEqual({ onHand: ORDERS, available: 0, reserved: ORDERS });
      await sweepAll(apps);
      await expectInvariants(shop.test);
      expect([...mailsTo('broken-').values()]).toEqual(orders.map(() => 1));
    },
    TIMEOUT_MS,
  );

  /** Lets time pass for every instance. */
  function advance(milliseconds: number): void {
    for (const app of apps) moveTime({ ...shop.test, app }, milliseconds);
  }

  /** How many mails came to each address that begins so. */
  function mailsTo(prefix: string): Map<string, number> {
    const addresses = mailbox.mails.flatMap(({ to }) => to?.map(({ address }) => address ?? '') ?? []);
    const counts = new Map<string, number>();
    for (const address of addresses.filter((candidate) => candidate.startsWith(prefix))) {
      counts.set(address, (counts.get(address) ?? 0) + 1);
    }
    return counts;
  }
});
