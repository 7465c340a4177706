import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import {
  type Allocation,
  AllocationService,
  InsufficientStockError,
  StockContendedError,
} from '../inventory/index.js';
import { allocationTarget } from './domain/allocation-target.js';
import { allOpen } from './domain/change-lines.js';
import { isCovered } from './domain/plans.js';
import { type PaymentTotals, receiveMoney } from './domain/receive-money.js';
import type { OrderRecord } from './order.schema.js';
import { OrderSteps } from './order-steps.service.js';
import { OrdersService } from './orders.service.js';

/** `recorded` also when there was nothing new; `refused` when the order does not take this payment and the money must go back. */
export type Reception = 'recorded' | 'refused';

/** Stock taken for an expired order is held until its money is noted, or a broken-off attempt is repeated. */
const REVIVE_HOLD_MS = 10 * 60 * 1000;
/** Other buyers may be quicker so many times before the money goes back. */
const REVIVE_ATTEMPTS = 5;

/** Takes the news of payments into their orders. May be repeated and run in parallel; older news change nothing. */
@Injectable()
export class ReceivePaymentService {
  constructor(
    private readonly orders: OrdersService,
    private readonly steps: OrderSteps,
    private readonly allocations: AllocationService,
    private readonly clock: Clock,
  ) {}

  /**
   * The first payment that brings money wins the order.
   * @throws {StockContendedError} while somebody else revives the order; a repeat will know more
   */
  async receive(orderId: string, totals: PaymentTotals, actor: string): Promise<Reception> {
    const order = await this.orders.get(orderId);
    const { reception, order: latest } = await this.record(order, totals, actor);
    // Also an order that expires in this very moment.
    const isLate = reception === 'refused' && latest.status === 'expired';
    return isLate ? this.revive(latest, totals, actor) : reception;
  }

  private async record(
    order: OrderRecord,
    totals: PaymentTotals,
    actor: string,
    { revived, isLastWord = false }: { revived?: Allocation[]; isLastWord?: boolean } = {},
  ): Promise<{ reception: Reception; order: OrderRecord }> {
    let reception: Reception = 'recorded';
    const latest = await this.steps.take(order, actor, (current) => {
      reception = 'recorded';
      const { paymentId, paymentVersion = 0 } = current.payment;
      if (paymentId === totals.paymentId) {
        return totals.version > paymentVersion ? receiveMoney(current, totals) : null;
      }
      if (totals.authorizedMinor + totals.capturedMinor === 0) return null;
      const wasRefused = current.refusedPayments?.includes(totals.paymentId) ?? false;
      if (paymentId === undefined && !wasRefused && isTaking(current, revived)) {
        return receiveMoney(current, totals, revived);
      }
      reception = 'refused';
      // Noted in the order, so that nobody who is told the same money at the same time takes it after all.
      const isNews = isLastWord && current.status === 'expired' && !wasRefused;
      return isNews ? { to: {}, push: { refusedPayments: totals.paymentId } } : null;
    });
    return { reception, order: latest };
  }

  /** Money came after the hold had ended: the order lives again if its goods can still be had. */
  private async revive(expired: OrderRecord, totals: PaymentTotals, actor: string): Promise<Reception> {
    const orderId = expired._id.toHexString();
    let order = expired;
    for (let attempt = 0; attempt < REVIVE_ATTEMPTS; attempt++) {
      const revived = await this.hold(order);
      if (revived !== null) {
        const { reception, order: latest } = await this.record(order, totals, actor, { revived });
        await this.releaseStrays(orderId, revived, latest);
        return reception;
      }
      order = await this.orders.get(orderId);
      if (order.status !== 'expired') return (await this.record(order, totals, actor)).reception;
    }
    // What is missing may be in the hands of somebody who is told of the same money.
    const held = await this.allocations.heldBy(orderId, allOpen(order.lines));
    if (held.length > 0) throw new StockContendedError();
    return (await this.record(order, totals, actor, { isLastWord: true })).reception;
  }

  /** All that the order needs, held anew; null when it cannot be had now. */
  private async hold(order: OrderRecord): Promise<Allocation[] | null> {
    const orderId = order._id.toHexString();
    const demands = allOpen(order.lines);
    const held = await this.allocations.heldBy(orderId, demands);
    const target = allocationTarget(order.shippingAddress, order.shipping);
    try {
      const plan = isCovered(demands, held) ? held : await this.allocations.plan(orderId, demands, target);
      const hold = { expiresAt: this.clock.in(REVIVE_HOLD_MS), isAnew: true } as const;
      return (await this.allocations.reserve(orderId, plan, hold)) ? plan : null;
    } catch (error) {
      if (error instanceof InsufficientStockError) return null;
      throw error;
    }
  }

  /** Where the order was revived in parallel and has been sold already, what is still held would be held for nobody. */
  private async releaseStrays(orderId: string, held: Allocation[], { outbox }: OrderRecord): Promise<void> {
    const isSelling = outbox.some(({ effect }) => effect.kind === 'stock.commit');
    if (!isSelling) await this.allocations.release(orderId, held);
  }
}

/** A cash order is confirmed before it brings money; every other one is confirmed by it. */
function isTaking(order: OrderRecord, revived: Allocation[] | undefined): boolean {
  if (order.status === 'expired') return revived !== undefined;
  return order.status === 'pending' || (order.paymentMethod === 'cod' && order.status === 'confirmed');
}
