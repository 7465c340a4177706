import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { deliverParcel, fulfilOrder, type Parcel, refuseParcel } from './domain/fulfil-order.js';
import { AmountMismatchError } from './order.errors.js';
import type { FulfilmentRecord, OrderRecord } from './order.schema.js';
import { OrderSteps } from './order-steps.service.js';

/** Sending orders in one or several parcels, and what becomes of each parcel. Every method may be repeated. */
@Injectable()
export class FulfilOrderService {
  constructor(
    private readonly steps: OrderSteps,
    private readonly clock: Clock,
  ) {}

  /** Hands units to the carrier, once per parcel id. @throws as `fulfilOrder` */
  async send(order: OrderRecord, actor: string, parcel: Omit<Parcel, 'at'>): Promise<OrderRecord> {
    return this.steps.take(order, actor, (current) =>
      current.fulfilments.some(({ id }) => id === parcel.id)
        ? null
        : fulfilOrder(current, { ...parcel, at: this.clock.now() }),
    );
  }

  /**
   * A parcel has arrived.
   * @param collectedMinor of a cash order what the courier brings, in minor units
   * @throws {AmountMismatchError} @throws {IllegalTransitionError} @throws {ResourceNotFoundError}
   */
  async deliver(
    order: OrderRecord,
    actor: string,
    fulfilmentId: string,
    collectedMinor: number | undefined,
  ): Promise<OrderRecord> {
    return this.steps.take(order, actor, (current) => {
      const parcel = requireParcel(current, fulfilmentId);
      const expectedMinor = current.paymentMethod === 'cod' ? parcel.amountMinor : undefined;
      if (collectedMinor !== expectedMinor) {
        throw new AmountMismatchError(expectedMinor ?? 0, current.currency);
      }
      if (parcel.status === 'delivered') return null;
      return deliverParcel(current, fulfilmentId, this.clock.now());
    });
  }

  /** The customer did not take a parcel; it comes back. @throws {IllegalTransitionError} @throws {ResourceNotFoundError} */
  async refuse(
    order: OrderRecord,
    actor: string,
    fulfilmentId: string,
    reason: string | undefined,
  ): Promise<OrderRecord> {
    return this.steps.take(order, actor, (current) => {
      if (requireParcel(current, fulfilmentId).status === 'refused') return null;
      return refuseParcel(current, fulfilmentId, { actor, reason, at: this.clock.now() });
    });
  }
}

function requireParcel(order: OrderRecord, id: string): FulfilmentRecord {
  const parcel = order.fulfilments.find((candidate) => candidate.id === id);
  if (parcel === undefined) throw new ResourceNotFoundError('fulfilment', 'orders.fulfilment_not_found');
  return parcel;
}
