import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import { PersonalDataHolders } from '../users/index.js';
import { toOrderResponse } from './order.mapper.js';
import { OrderRepository } from './order.repository.js';

/** The persons in orders. What must be kept for the books stays; the person leaves once nothing is left to deliver. */
@Injectable()
export class OrderPersonalData implements OnModuleInit {
  constructor(
    private readonly orders: OrderRepository,
    private readonly holders: PersonalDataHolders,
    private readonly tasks: SweepTasks,
  ) {}

  onModuleInit(): void {
    this.holders.register('orders', {
      exportData: async (userId) => (await this.orders.findAllOfUser(userId)).map(toOrderResponse),
      eraseData: (userId) => this.orders.requestErasure(userId),
    });
    this.tasks.register('orders.erasure', (limit) => this.eraseDue(limit));
  }

  private async eraseDue(limit: number): Promise<number> {
    const due = await this.orders.findErasable(limit);
    for (const id of due) await this.orders.erase(id);
    return due.length;
  }
}
