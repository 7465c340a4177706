import { Injectable } from '@nestjs/common';
import { normaliseEmail } from '../users/index.js';
import { OrderAccess } from './order-access.service.js';
import type { OrderRecord } from './order.schema.js';
import { OrderSteps } from './order-steps.service.js';
import { notFound, OrdersService } from './orders.service.js';

/** How guests come back to their orders. */
@Injectable()
export class OrderLookupService {
  constructor(
    private readonly orders: OrdersService,
    private readonly steps: OrderSteps,
    private readonly access: OrderAccess,
  ) {}

  /** Mails the link to an order to the address that it was placed with. Tells nobody whether there is such an order. */
  async requestLink(number: string, email: string): Promise<void> {
    const order = await this.orders.findByNumber(number);
    if (order?.email !== normaliseEmail(email)) return;
    await this.steps.take(order, 'guest', ({ outbox }) => {
      const isUnderway = outbox.some(
        ({ effect }) => effect.kind === 'mail' && effect.template === 'order_link',
      );
      return isUnderway ? null : { to: {}, effects: [{ kind: 'mail', template: 'order_link' }] };
    });
  }

  /** @throws {ResourceNotFoundError} for an unknown number and for a token that does not open the order alike */
  async open(number: string, token: string): Promise<OrderRecord> {
    const order = await this.orders.findByNumber(number);
    if (order === null || !(await this.access.isOpenedBy(token, order._id.toHexString()))) throw notFound();
    return order;
  }
}
