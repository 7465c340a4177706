import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { CartAlreadyOrderedError } from './cart.errors.js';
import { CartRepository } from './cart.repository.js';
import type { CartRecord } from './cart.schema.js';
import { CartsService, hashCartToken } from './carts.service.js';
import { type MergeMode, mergeLines } from './domain/merge-lines.js';

/** Brings a guest's cart into the cart of the customer who has signed in. */
@Injectable()
export class MergeCartService {
  constructor(
    private readonly carts: CartsService,
    private readonly repository: CartRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The customer's cart with the guest's lines in it; the guest's cart itself when the customer has none.
   * A repeat, also at the same time or after a crash half-way, adds nothing a second time.
   * @throws {ResourceNotFoundError} for a missing, expired or foreign guest cart @throws {CartAlreadyOrderedError}
   */
  async merge(userId: string, guestCartId: string, token: string, mode: MergeMode): Promise<CartRecord> {
    const guest = await this.guestCart(guestCartId, userId, token);
    if (guest.status === 'ordered') throw new CartAlreadyOrderedError(guest.orderId?.toHexString());
    if (guest.userId !== undefined) return guest;
    if (guest.mergedInto !== undefined) return this.carts.get(guest.mergedInto.toHexString(), { userId });
    for (;;) {
      const own = await this.repository.findNewestOf(userId, this.clock.now());
      if (own === null) {
        const handedOver = await this.repository.handOver(guestCartId, hashCartToken(token), userId);
        return handedOver ?? this.merge(userId, guestCartId, token, mode);
      }
      const isTakenIn = own.mergedFrom.some((id) => id.equals(guest._id));
      const merged = isTakenIn
        ? own
        : await this.repository.takeIn(
            own,
            guest._id,
            mergeLines(own.lines, guest.lines, mode),
            this.clock.now(),
          );
      if (merged !== null) {
        await this.repository.closeMerged(guest._id, merged._id);
        return merged;
      }
    }
  }

  /** After a repeat the cart may be the customer's already. */
  private async guestCart(id: string, userId: string, token: string): Promise<CartRecord> {
    const asGuest = await this.carts.find(id, { cartToken: token });
    return asGuest ?? this.carts.get(id, { userId });
  }
}
