import { Injectable, Logger } from '@nestjs/common';
import type { Types } from 'mongoose';
import { CartsService } from '../carts/index.js';
import { InventoryService } from '../inventory/index.js';
import { OrderRepository } from './order.repository.js';
import type { OrderEffect, OrderRecord } from './order.schema.js';

type EffectHandler = (order: OrderRecord, effectId: string) => Promise<void>;

/** A claimed order is left to its sweeper for this long. */
const CLAIM_MS = 30_000;
/** After a failed effect the sweeper tries again this much later. */
const RETRY_MS = 30_000;

/**
 * Carries out what the transitions have caused, in the order in which they caused it.
 * Runs right after a transition and again from the sweeper until the outbox is empty;
 * every effect may be repeated, so it does not matter who runs it, how often, or where a process died.
 */
@Injectable()
export class OrderWorker {
  private readonly logger = new Logger(OrderWorker.name);
  private readonly handlers: Partial<Record<OrderEffect, EffectHandler>> = {};
  private finishPlacing: ((order: OrderRecord) => Promise<OrderRecord>) | undefined;

  constructor(
    private readonly orders: OrderRepository,
    inventory: InventoryService,
    carts: CartsService,
  ) {
    this.handlers['stock.release'] = (order) => inventory.release(idOf(order), order.lines);
    this.handlers['stock.restock'] = (order) => inventory.restock(idOf(order), order.lines);
    this.handlers['stock.commit'] = async (order) => {
      await inventory.commit(idOf(order), order.lines);
    };
    this.handlers['cart.reopen'] = (order) => carts.reopen(order.cartId.toHexString(), idOf(order));
  }

  /** Lets a module that orders do not know of, such as payments, carry out an effect. The handler must be repeatable. */
  handle(effect: OrderEffect, handler: EffectHandler): void {
    this.handlers[effect] = handler;
  }

  /** How an order that was left in `placing` is finished. */
  onPlacingDue(finish: (order: OrderRecord) => Promise<OrderRecord>): void {
    this.finishPlacing = finish;
  }

  /** Empties the outbox as far as it can. Never throws for a failed effect: it stays in the outbox for the sweeper. */
  async run(order: OrderRecord): Promise<OrderRecord> {
    if (order.outbox.length === 0) return order;
    const finished: Types.ObjectId[] = [];
    for (const { id, effect } of order.outbox) {
      try {
        await this.execute(effect, order, id.toHexString());
        finished.push(id);
      } catch (error) {
        this.logger.error('An effect of an order failed and will be tried again', {
          orderId: idOf(order),
          effect,
          error: String(error),
        });
        break;
      }
    }
    const isDone = finished.length === order.outbox.length;
    return (await this.orders.settle(order, finished, isDone ? nextLook(order) : later(RETRY_MS))) ?? order;
  }

  /** Works off up to `limit` orders whose time has come: unfinished placings, left-over effects, expired holds. Returns their number. */
  async sweep(limit: number): Promise<number> {
    for (let count = 0; count < limit; count++) {
      const order = await this.orders.claimDue(new Date(), later(CLAIM_MS));
      if (order === null) return count;
      await this.advance(order);
    }
    return limit;
  }

  private async advance(order: OrderRecord): Promise<void> {
    if (order.status === 'placing') {
      await this.finishPlacing?.(order);
    } else if (order.outbox.length > 0) {
      await this.run(order);
    } else if (isExpired(order, new Date())) {
      await this.expire(order);
    } else {
      await this.orders.settle(order, [], nextLook(order));
    }
  }

  /** Cancels an order whose money did not come in time. Of this and a payment that arrives just now, one wins. */
  private async expire(order: OrderRecord): Promise<void> {
    const now = new Date();
    const cancelled = await this.orders.transition(
      order,
      { status: 'pending', paymentStatus: 'unpaid' },
      {
        to: { status: 'cancelled' },
        actor: 'sweeper',
        note: 'not paid in time',
        effects: ['stock.release'],
        guard: { expiresAt: { $lte: now } },
      },
      now,
    );
    if (cancelled !== null) await this.run(cancelled);
  }

  private async execute(effect: OrderEffect, order: OrderRecord, effectId: string): Promise<void> {
    const handler = this.handlers[effect];
    if (handler === undefined) throw new Error(`Nobody handles ${effect}`);
    await handler(order, effectId);
  }
}

function idOf(order: OrderRecord): string {
  return order._id.toHexString();
}

function later(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}

function isExpired(order: OrderRecord, now: Date): boolean {
  return order.status === 'pending' && order.paymentStatus === 'unpaid' && order.expiresAt <= now;
}

/** An unpaid order is looked at again when its hold ends; a settled one never. */
function nextLook(order: OrderRecord): Date | undefined {
  return order.status === 'pending' && order.paymentStatus === 'unpaid' ? order.expiresAt : undefined;
}
