import { Injectable, Logger } from '@nestjs/common';
import type { Types } from 'mongoose';
import { Clock } from '../../common/clock/clock.js';
import { MailError } from '../../common/mail/mail.transport.js';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import { CartsService } from '../carts/index.js';
import { AllocationService } from '../inventory/index.js';
import type { Effect, EffectKind } from './domain/order.js';
import { OrderRepository } from './order.repository.js';
import type { OrderRecord } from './order.schema.js';

/** Carries out an effect; may be called again for the same one, at the same time and after it was done. */
export type EffectHandler<Kind extends EffectKind = EffectKind> = (
  order: OrderRecord,
  effect: Extract<Effect, { kind: Kind }>,
  effectId: string,
) => Promise<void>;

/** A claimed order is left to its sweeper for this long. */
const CLAIM_MS = 30_000;
/** After a failed effect the sweeper tries again this much later. */
const RETRY_MS = 30_000;

/**
 * Carries out what the steps of an order have caused, in the order in which they caused it.
 * Runs right after a step and again from the sweeper until the outbox is empty; every effect may be repeated,
 * so it does not matter who runs it, how often, or where a process died.
 */
@Injectable()
export class OrderWorker {
  private readonly logger = new Logger(OrderWorker.name);
  private readonly handlers = new Map<EffectKind, EffectHandler>();
  private resume: ((order: OrderRecord) => Promise<void>) | undefined;

  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
    allocations: AllocationService,
    carts: CartsService,
    tasks: SweepTasks,
  ) {
    this.handle('stock.commit', (order, { allocations: sold, key }) =>
      allocations.commit(idOf(order), sold, key),
    );
    this.handle('stock.release', (order, { changes }) => allocations.shrink(idOf(order), changes));
    this.handle('stock.restock', (order, { key, changes }) =>
      allocations.restock(idOf(order), `${idOf(order)}:${key}`, changes),
    );
    this.handle('cart.reopen', (order) => carts.reopen(order.cartId.toHexString(), idOf(order)));
    tasks.register('orders', (limit) => this.sweep(limit));
  }

  /** Lets a module that orders do not know of, such as payments, carry out an effect. */
  handle<Kind extends EffectKind>(kind: Kind, handler: EffectHandler<Kind>): void {
    this.handlers.set(kind, handler as unknown as EffectHandler);
  }

  /** How an order is taken on whose time has come although its outbox is empty: one left in `placing`, one not paid in time. */
  onDue(resume: (order: OrderRecord) => Promise<void>): void {
    this.resume = resume;
  }

  /**
   * Carries out what stock and money wait for; mails are left to the sweeper, so that no client waits for a mail server.
   * Never throws for a failed effect: it stays in the outbox for the sweeper.
   */
  async runUrgent(order: OrderRecord): Promise<OrderRecord> {
    const isUrgent = order.outbox.some(({ effect }) => effect.kind !== 'mail');
    return isUrgent ? this.run(order, { mails: false }) : order;
  }

  /** Empties the outbox as far as it can. */
  private async run(order: OrderRecord, { mails }: { mails: boolean }): Promise<OrderRecord> {
    const finished: Types.ObjectId[] = [];
    let hasFailed = false;
    for (const { id, effect } of order.outbox) {
      const isMail = effect.kind === 'mail';
      // What moves stock and money is done in the order in which it was caused; nothing waits for a mail.
      if (isMail ? !mails : hasFailed) continue;
      if (await this.attempt(order, effect, id.toHexString())) finished.push(id);
      else hasFailed = true;
    }
    const isDone = finished.length === order.outbox.length;
    const nextWorkAt = isDone ? nextLook(order) : this.clock.in(hasFailed ? RETRY_MS : 0);
    return (await this.orders.settle(order, finished, nextWorkAt)) ?? order;
  }

  /** Works off up to `limit` orders whose time has come. Returns their number. */
  private async sweep(limit: number): Promise<number> {
    for (let count = 0; count < limit; count++) {
      const order = await this.orders.claimDue(this.clock.now(), this.clock.in(CLAIM_MS));
      if (order === null) return count;
      await this.advance(order).catch((error: unknown) => {
        // Its claim runs out and it is tried again; the others must not wait for it.
        this.logger.error(`An order could not be taken on: ${String(error)}`, { orderId: idOf(order) });
      });
    }
    return limit;
  }

  private async advance(order: OrderRecord): Promise<void> {
    if (order.outbox.length === 0 && !isWaiting(order)) await this.orders.settle(order, [], undefined);
    const current = order.outbox.length > 0 ? await this.run(order, { mails: true }) : order;
    // A mail that cannot be sent does not keep the stock of an unpaid order held.
    if (isWaiting(current)) await this.resume?.(current);
  }

  private async attempt(order: OrderRecord, effect: Effect, effectId: string): Promise<boolean> {
    try {
      const handler = this.handlers.get(effect.kind);
      if (handler === undefined) throw new Error(`Nobody handles ${effect.kind}`);
      await handler(order, effect, effectId);
      return true;
    } catch (error) {
      const isFinal = error instanceof MailError && error.isFinal;
      this.logger.error(
        `An effect of an order failed${isFinal ? '' : ' and will be tried again'}: ${String(error)}`,
        {
          orderId: idOf(order),
          effect: effect.kind,
        },
      );
      return isFinal;
    }
  }
}

function idOf(order: OrderRecord): string {
  return order._id.toHexString();
}

/** The passing of time alone changes it. */
function isWaiting({ status, paymentStatus }: OrderRecord): boolean {
  return status === 'placing' || (status === 'pending' && paymentStatus === 'unpaid');
}

/** An unpaid order is looked at again when its hold ends; a settled one never. */
function nextLook(order: OrderRecord): Date | undefined {
  return isWaiting(order) ? order.expiresAt : undefined;
}
