import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { decodeCursor, toPage, type Page } from '../../common/http/pagination.js';
import { hashCartToken, type Shopper } from '../carts/index.js';
import { isCancellable } from './domain/order-lifecycle.js';
import { IllegalTransitionError } from './order.errors.js';
import { OrderRepository, type ExpectedState, type OrderOwner, type Transition } from './order.repository.js';
import type { OrderEffect, OrderRecord } from './order.schema.js';
import { OrderWorker } from './order-worker.service.js';

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

/** A payment that the provider has confirmed. */
export interface ReceivedPayment {
  paymentId: string;
  amountMinor: number;
  /** Name of the provider, for the history. */
  actor: string;
}

const OBJECT_ID = /^[0-9a-f]{24}$/;
const isId = (value: unknown): boolean => typeof value === 'string' && OBJECT_ID.test(value);

/** Reading orders and taking them along the published graphs. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly orders: OrderRepository,
    private readonly worker: OrderWorker,
  ) {}

  /** @throws {ResourceNotFoundError} for a missing and for a foreign order alike */
  async getOwned(id: string, shopper: Shopper): Promise<OrderRecord> {
    const owner = ownerOf(shopper);
    const order = owner && (await this.orders.findOwned(id, owner));
    if (!order) throw notFound();
    return order;
  }

  /** For the shop's staff and for other modules. @throws {ResourceNotFoundError} */
  async get(id: string): Promise<OrderRecord> {
    const order = await this.orders.findVisible(id);
    if (order === null) throw notFound();
    return order;
  }

  /** A customer's orders, newest first. */
  async listOfUser(userId: string, { limit, cursor }: PageRequest): Promise<Page<OrderRecord>> {
    const rows = await this.orders.findPageOfUser(userId, limit + 1, after(cursor));
    return toPage(rows, limit, keyOf, (order) => order);
  }

  /** Everybody's orders, newest first. */
  async list(filter: ExpectedState, { limit, cursor }: PageRequest): Promise<Page<OrderRecord>> {
    const rows = await this.orders.findPage(filter, limit + 1, after(cursor));
    return toPage(rows, limit, keyOf, (order) => order);
  }

  /**
   * Cancels an order of which nothing has been sent; the money of a paid one goes back by an effect.
   * Cancelling a cancelled order again changes nothing.
   * @throws {IllegalTransitionError} naming the state that forbids it
   */
  async cancel(order: OrderRecord, actor: string, reason: string | undefined): Promise<OrderRecord> {
    for (let current = order; ; current = await this.get(order._id.toHexString())) {
      if (current.status === 'cancelled') return current;
      if (!isCancellable(current.status, current.fulfilmentStatus)) {
        throw new IllegalTransitionError('cancelled', current);
      }
      const { status, paymentStatus, fulfilmentStatus } = current;
      const effects: OrderEffect[] = status === 'confirmed' ? ['stock.restock'] : ['stock.release'];
      if (current.payment.capturedMinor > current.payment.refundedMinor) effects.push('payment.refund');
      const cancelled = await this.step(
        current,
        { status, paymentStatus, fulfilmentStatus },
        { to: { status: 'cancelled' }, actor, ...(reason !== undefined && { note: reason }), effects },
      );
      // Otherwise it moved meanwhile, a payment came in, say: decide again from where it stands now.
      if (cancelled !== null) return cancelled;
    }
  }

  /** The shop has checked a cash-on-delivery order, by phone say; from now on it is meant to be sent. */
  async confirmCash(id: string, actor: string): Promise<OrderRecord> {
    const order = await this.get(id);
    if (order.status === 'confirmed' && order.paymentMethod === 'cod') return order;
    const confirmed =
      order.paymentMethod === 'cod'
        ? await this.step(
            order,
            { status: 'pending', paymentStatus: 'unpaid' },
            { to: { status: 'confirmed' }, actor, effects: ['stock.commit'] },
          )
        : null;
    if (confirmed === null) throw new IllegalTransitionError('confirmed', await this.get(id));
    return confirmed;
  }

  /**
   * Notes that the order is paid, and sells its stock.
   * @returns `recorded` also when this very payment was noted before; `refused` when the order was cancelled or paid by
   * another payment, and the money must go back
   */
  async recordPayment(id: string, payment: ReceivedPayment): Promise<'recorded' | 'refused'> {
    const order = await this.get(id);
    const paid = await this.step(
      order,
      { status: 'pending', paymentStatus: 'unpaid' },
      {
        to: { status: 'confirmed', paymentStatus: 'paid' },
        actor: payment.actor,
        set: { 'payment.paymentId': new Types.ObjectId(payment.paymentId) },
        increment: { 'payment.capturedMinor': payment.amountMinor },
        effects: ['stock.commit'],
      },
    );
    if (paid !== null) return 'recorded';
    const current = await this.get(id);
    return current.payment.paymentId?.toHexString() === payment.paymentId ? 'recorded' : 'refused';
  }

  /** Holds the stock of an unpaid order at least until then; null when it no longer waits for money. */
  async holdUntil(id: string, expiresAt: Date): Promise<OrderRecord | null> {
    return this.orders.extendExpiry(id, expiresAt);
  }

  private async step(
    order: OrderRecord,
    expected: ExpectedState,
    transition: Transition,
  ): Promise<OrderRecord | null> {
    const moved = await this.orders.transition(order, expected, transition, new Date());
    return moved === null ? null : this.worker.run(moved);
  }
}

function ownerOf(shopper: Shopper): OrderOwner | undefined {
  if (shopper.userId !== undefined) return { userId: shopper.userId };
  if (shopper.cartToken !== undefined) return { guestTokenHash: hashCartToken(shopper.cartToken) };
  return undefined;
}

function notFound(): ResourceNotFoundError {
  return new ResourceNotFoundError('order', 'orders.not_found');
}

function keyOf(order: OrderRecord): [string] {
  return [order._id.toHexString()];
}

function after(cursor: string | undefined) {
  return cursor === undefined ? undefined : decodeCursor(cursor, [isId])[0];
}
