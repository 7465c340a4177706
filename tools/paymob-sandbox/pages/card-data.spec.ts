import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScene } from '../testing/scene.ts';

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
