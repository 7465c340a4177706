import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import { CartAlreadyOrderedError } from './cart.errors.js';
import { CartRepository } from './cart.repository.js';
import type { CartRecord } from './cart.schema.js';
import { CartsService, hashCartToken } from './carts.service.js';
import { type MergeMode, mergeLines } from './domain/merge-lines.js';

/**
 * Brings a guest's cart into the cart of the customer who has signed in, in three writes that may be repeated:
 *
 *   the guest's cart becomes `merging`, its lines fixed → the customer's cart takes them in → `merged`
 *
 * After a crash a repeat of the request, or the sweeper, carries on.
 */
@Injectable()
export class MergeCartService {
  constructor(
    private readonly carts: CartsService,
    private readonly repository: CartRepository,
    private readonly clock: Clock,
    tasks: SweepTasks,
  ) {
    tasks.register('carts.merges', (limit) => this.finishBegun(limit));
  }

  /**
   * The customer's cart with the guest's lines in it; the guest's cart itself when the customer has none.
   * A repeat, also at the same time or after a crash half-way, adds nothing a second time, and what another tab adds
   * to the guest's cart meanwhile either comes along or is refused.
   * @throws {ResourceNotFoundError} for a missing, expired or foreign guest cart @throws {CartAlreadyOrderedError}
   */
  async merge(userId: string, guestCartId: string, token: string, mode: MergeMode): Promise<CartRecord> {
    for (;;) {
      const guest = await this.guestCart(guestCartId, userId, token);
      if (guest.status === 'ordered') throw new CartAlreadyOrderedError(guest.orderId?.toHexString());
      if (guest.userId !== undefined) return guest;
      const merged =
        guest.mergedInto === undefined
          ? await this.begin(guest, token, userId, mode)
          : await this.finish(guest, await this.carts.get(guest.mergedInto.toHexString(), { userId }));
      if (merged !== null) return merged;
    }
  }

  /** The guest's cart as the customer's own; null when it is to go into another one, or somebody else was quicker. */
  private async begin(guest: CartRecord, token: string, userId: string, mode: MergeMode) {
    const own = await this.repository.findNewestOf(userId, this.clock.now());
    if (own === null) {
      return this.repository.handOver(guest._id.toHexString(), hashCartToken(token), userId);
    }
    await this.repository.beginMerge(guest._id, own._id, mode);
    return null;
  }

  /** The customer's cart with the lines in it; null when it has changed, so that the carts must be read again. */
  private async finish(guest: CartRecord, own: CartRecord): Promise<CartRecord | null> {
    if (guest.status === 'merged') return own;
    const isTakenIn = own.mergedFrom.some((id) => id.equals(guest._id));
    if (!isTakenIn && own.status !== 'active') {
      await this.repository.cancelMerge(guest._id, own._id);
      return null;
    }
    const lines = mergeLines(own.lines, guest.lines, guest.mergeMode ?? 'sum');
    const merged = isTakenIn ? own : await this.repository.takeIn(own, guest._id, lines, this.clock.now());
    if (merged !== null) await this.repository.closeMerged(guest._id);
    return merged;
  }

  private async finishBegun(limit: number): Promise<number> {
    const begun = await this.repository.findMerging(limit);
    for (const guest of begun) {
      const own = await this.repository.findById(guest.mergedInto!);
      if (own === null) await this.repository.cancelMerge(guest._id, guest.mergedInto!);
      else await this.finish(guest, own);
    }
    return begun.length;
  }

  /** After a repeat the cart may be the customer's already. */
  private async guestCart(id: string, userId: string, token: string): Promise<CartRecord> {
    const asGuest = await this.carts.find(id, { cartToken: token });
    return asGuest ?? this.carts.get(id, { userId });
  }
}
