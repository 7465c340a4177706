import { Injectable } from '@nestjs/common';
import { SignedTokenService } from '../../common/auth/signed-token.service.js';
import { Clock } from '../../common/clock/clock.js';
import type { OrderRecord } from './order.schema.js';

/** How long the link in a mail opens its order. */
const TOKEN_LIFETIME_MS = 180 * 24 * 60 * 60 * 1000;

/** The tokens by which a guest opens an order from a mail. They are computed, never stored. */
@Injectable()
export class OrderAccess {
  constructor(
    private readonly tokens: SignedTokenService,
    private readonly clock: Clock,
  ) {}

  async tokenFor(order: OrderRecord): Promise<string> {
    const id = order._id.toHexString();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + TOKEN_LIFETIME_MS);
    return this.tokens.sign('order+jwt', { sub: id, jti: id }, now, expiresAt);
  }

  /** Whether a token opens this order. */
  async isOpenedBy(token: string, orderId: string): Promise<boolean> {
    return (await this.tokens.verify('order+jwt', token))?.sub === orderId;
  }
}
