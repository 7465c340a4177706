import { Injectable } from '@nestjs/common';
import type { AuthenticatedUser } from '../../common/auth/access.js';
import type { Shopper } from '../carts/index.js';
import { OrderAccess } from './order-access.service.js';
import type { OrderRecord } from './order.schema.js';
import { OrdersService } from './orders.service.js';

/** Who asks for an order. */
export interface OrderVisitor {
  caller: AuthenticatedUser | undefined;
  shopper: Shopper;
  /** From the link in a mail. */
  orderToken: string | undefined;
}

/** Decides who sees an order: staff, its customer, the guest with the cart's token, and whoever holds the link from a mail. */
@Injectable()
export class OrderVisibility {
  constructor(
    private readonly orders: OrdersService,
    private readonly access: OrderAccess,
  ) {}

  /** @throws {ResourceNotFoundError} for a missing and for a foreign order alike */
  async get(id: string, { caller, shopper, orderToken }: OrderVisitor): Promise<OrderRecord> {
    const mayRead =
      caller?.role === 'admin' ||
      (orderToken !== undefined && (await this.access.isOpenedBy(orderToken, id)));
    return mayRead ? this.orders.get(id) : this.orders.getOwned(id, shopper);
  }
}
