import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import type { Step } from './domain/order.js';
import { OrderRepository } from './order.repository.js';
import type { OrderRecord } from './order.schema.js';
import { OrderWorker } from './order-worker.service.js';

/** Decides a step from where an order stands; null when nothing is to be done. Throws what the client is to be told. */
export type Decision = (order: OrderRecord) => Step | null;

/** Takes orders along the published graphs. */
@Injectable()
export class OrderSteps {
  constructor(
    private readonly orders: OrderRepository,
    private readonly worker: OrderWorker,
    private readonly clock: Clock,
  ) {}

  /**
   * Decides, writes on condition that the order is still as it was read, and carries out the effects.
   * When somebody else was quicker it decides again from where the order stands now, so no change is ever lost or
   * made on old knowledge; each round, somebody gets on.
   */
  async take(order: OrderRecord, actor: string, decide: Decision): Promise<OrderRecord> {
    for (let current = order; ; current = await this.reread(current)) {
      const step = decide(current);
      if (step === null) return current;
      const taken = await this.orders.take(current, step, actor, this.clock.now());
      if (taken !== null) return this.worker.runUrgent(taken);
    }
  }

  private async reread(order: OrderRecord): Promise<OrderRecord> {
    const current = await this.orders.findById(order._id.toHexString());
    if (current === null) throw new Error(`Order ${order._id.toHexString()} has vanished`);
    return current;
  }
}
