import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import { type Allocation, AllocationService, type ExpiredReservation } from '../inventory/index.js';
import { isAwaitingGoods } from './domain/plans.js';
import { OrderRepository } from './order.repository.js';
import type { OrderRecord } from './order.schema.js';
import { OrderSteps } from './order-steps.service.js';
import { OrderWorker } from './order-worker.service.js';
import { PlaceOrderService } from './place-order.service.js';

/** A reservation whose order is being worked on is looked at again after this. */
const LOOK_AGAIN_MS = 60_000;
const PAGE = 100;

/** What the passing of time does to orders. */
@Injectable()
export class OrderUpkeep {
  constructor(
    private readonly orders: OrderRepository,
    private readonly steps: OrderSteps,
    private readonly placing: PlaceOrderService,
    private readonly allocations: AllocationService,
    private readonly clock: Clock,
    worker: OrderWorker,
    tasks: SweepTasks,
  ) {
    worker.onDue((order) => this.resume(order));
    tasks.register('orders.reservations', (limit) => this.checkReservations(limit));
    tasks.register('orders.backorders', () => this.fillBackorders());
  }

  private async resume(order: OrderRecord): Promise<void> {
    if (order.status === 'placing') await this.placing.finish(order);
    else if (order.expiresAt <= this.clock.now()) await this.expire(order);
    else if (order.outbox.length === 0) await this.orders.settle(order, [], order.expiresAt);
  }

  /** Ends an order whose money did not come in time. Of this and a payment that arrives just now, one wins. */
  private async expire(order: OrderRecord): Promise<void> {
    await this.steps.take(order, 'sweeper', (current) => {
      const isDue = current.expiresAt <= this.clock.now();
      if (current.status !== 'pending' || current.paymentStatus !== 'unpaid' || !isDue) return null;
      const nothing = { quantity: 0, backordered: 0 };
      const changes = current.allocations.map((allocation) => ({ allocation, to: nothing }));
      return {
        to: { status: 'expired' },
        note: 'not paid in time',
        effects: [
          { kind: 'stock.release', changes },
          { kind: 'mail', template: 'order_expired' },
        ],
      };
    });
  }

  /** Frees units that nobody will ever come for: those of orders that are over, or that go by another plan. */
  private async checkReservations(limit: number): Promise<number> {
    const now = this.clock.now();
    const expired = await this.allocations.findExpired(now, limit);
    for (const reservation of expired) {
      const order = await this.orders.findById(reservation.orderId);
      if (order !== null && isNeeded(order, reservation)) {
        const until = new Date(Math.max(order.expiresAt.getTime(), this.clock.in(LOOK_AGAIN_MS).getTime()));
        await this.allocations.prolong(reservation, until);
      } else {
        await this.allocations.releaseExpired(reservation, now);
      }
    }
    return expired.length;
  }

  /** Gives goods that came in to the orders that wait for them, the oldest first. Returns how many orders got theirs. */
  private async fillBackorders(): Promise<number> {
    let filled = 0;
    let page: OrderRecord[];
    let after: string | undefined;
    do {
      page = await this.orders.findAwaitingGoods(after, PAGE);
      for (const order of page) filled += (await this.fill(order)) ? 1 : 0;
      after = page.at(-1)?._id.toHexString();
    } while (page.length === PAGE);
    return filled;
  }

  private async fill(order: OrderRecord): Promise<boolean> {
    const orderId = order._id.toHexString();
    const filled = new Set<string>();
    for (const allocation of order.allocations.filter(({ backordered }) => backordered > 0)) {
      if (await this.allocations.fill(orderId, allocation)) filled.add(allocation.itemId);
    }
    if (filled.size === 0) return false;
    await this.steps.take(order, 'sweeper', (current) => {
      const allocations = current.allocations.map((allocation) => withGoods(allocation, filled));
      return { to: {}, set: { allocations, isAwaitingGoods: isAwaitingGoods(allocations) } };
    });
    return true;
  }
}

/** An order that is being placed, waits for money, or has not yet carried out what was decided, still needs what it holds. */
function isNeeded(order: OrderRecord, { itemId }: ExpiredReservation): boolean {
  if (order.outbox.some(({ effect }) => effect.kind !== 'mail')) return true;
  const isHolding = order.status === 'placing' || order.status === 'pending';
  return isHolding && order.allocations.some((allocation) => allocation.itemId === itemId);
}

function withGoods(allocation: Allocation, filled: ReadonlySet<string>): Allocation {
  if (!filled.has(allocation.itemId)) return allocation;
  return { ...allocation, quantity: allocation.quantity + allocation.backordered, backordered: 0 };
}
