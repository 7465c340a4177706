import assert from 'node:assert/strict';
import type { Json } from '../model/json.ts';
import { signRedirect } from '../wire/hmac.ts';
import type { Shown } from './browser.ts';
import type { Scene } from './scene.ts';

/** Intentions of a shop that wants callbacks and customers back, and what it sees of them. */
export class Checkout {
  private readonly scene: Scene;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  async start(changes: Json = {}): Promise<{ path: string; orderId: number; keys: string[] }> {
    const intention = await this.scene.merchant.intention({
      notification_url: this.scene.shop.hookUrl,
      redirection_url: this.scene.shop.returnUrl,
      ...changes,
    });
    return {
      path: `/unifiedcheckout/?publicKey=egy_pk_test_sandbox&clientSecret=${intention.client_secret}`,
      orderId: intention.intention_order_id,
      keys: intention.payment_keys.map(({ key }) => key),
    };
  }

  /**
   * The query with which the browser was sent back to the shop.
   * @throws {AssertionError} when it was not, or when the signature is wrong
   */
  returned(shown: Shown): Record<string, string> {
    const { searchParams, pathname, origin } = shown.location ?? new URL('http://nowhere/');
    const values = Object.fromEntries(searchParams);
    assert.deepEqual([shown.status, origin + pathname], [303, `${this.scene.shop.url}/return`]);
    assert.equal(values['cart'], '7');
    assert.equal(values['hmac'], signRedirect(values, 'sandbox_hmac_secret'));
    return values;
  }
}
