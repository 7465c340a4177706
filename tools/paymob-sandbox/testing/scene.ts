import { ControlClient } from '../control-client.ts';
import { startPaymobSandbox, type PaymobSandbox, type PaymobSandboxOptions } from '../index.ts';
import { Browser } from './browser.ts';
import { Merchant } from './merchant.ts';
import { Shop } from './shop.ts';

/** A sandbox with everyone who deals with it. */
export interface Scene {
  sandbox: PaymobSandbox;
  shop: Shop;
  merchant: Merchant;
  browser: Browser;
  control: ControlClient;
  stop(): Promise<void>;
}

export async function startScene(options: PaymobSandboxOptions = {}): Promise<Scene> {
  const [sandbox, shop] = await Promise.all([startPaymobSandbox(options), Shop.start()]);
  return {
    sandbox,
    shop,
    merchant: new Merchant(sandbox),
    browser: new Browser(sandbox),
    control: new ControlClient(sandbox),
    stop: async () => {
      await Promise.all([sandbox.stop(), shop.stop()]);
    },
  };
}
