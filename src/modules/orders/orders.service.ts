import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { decodeCursor, isId, toPage, type Page } from '../../common/http/pagination.js';
import { hashCartToken, type Shopper } from '../carts/index.js';
import { cancelOrder } from './domain/cancel-order.js';
import type { LineQuantity } from './domain/order.js';
import { IllegalTransitionError, OrderLimitError } from './order.errors.js';
import { type OrderFilter, type OrderOwner, OrderRepository } from './order.repository.js';
import type { NoteRecord, OrderRecord } from './order.schema.js';
import { OrderSteps } from './order-steps.service.js';

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

export interface CancelOrderCommand {
  /** The same for every repeat of the request. */
  cancellationId: string;
  actor: string;
  reason: string | undefined;
  /** Undefined for the whole order. */
  lines: LineQuantity[] | undefined;
}

/** Notes of one order; they lie in its document. */
const MAX_NOTES = 200;

/** Reading orders, cancelling and confirming them. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly orders: OrderRepository,
    private readonly steps: OrderSteps,
    private readonly clock: Clock,
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
    const order = await this.orders.findVisibleById(id);
    if (order === null) throw notFound();
    return order;
  }

  /** The order that people call by this number; null when there is none. */
  async findByNumber(number: string): Promise<OrderRecord | null> {
    return this.orders.findVisibleByNumber(number);
  }

  /** A customer's orders, newest first. */
  async listOfUser(userId: string, { limit, cursor }: PageRequest): Promise<Page<OrderRecord>> {
    const rows = await this.orders.findPageOfUser(userId, limit + 1, before(cursor));
    return toPage(rows, limit, keyOf, (order) => order);
  }

  /** Everybody's orders, newest first. */
  async list(filter: OrderFilter, { limit, cursor }: PageRequest): Promise<Page<OrderRecord>> {
    const rows = await this.orders.findPage(filter, limit + 1, before(cursor));
    return toPage(rows, limit, keyOf, (order) => order);
  }

  /**
   * Cancels an order, or some of its units, of which nothing has been sent; money that was paid for them goes back.
   * A repeat with the same id, and cancelling what is cancelled, changes nothing.
   * @throws {IllegalTransitionError} naming the state that forbids it
   * @throws {UnknownLineError} @throws {LinesNotOpenError}
   */
  async cancel(order: OrderRecord, command: CancelOrderCommand): Promise<OrderRecord> {
    const { cancellationId, ...rest } = command;
    return this.steps.take(order, command.actor, (current) => {
      const isDone = current.cancellations.some(({ id }) => id === cancellationId);
      if (isDone || (current.status === 'cancelled' && command.lines === undefined)) return null;
      return cancelOrder(current, { id: cancellationId, at: this.clock.now(), ...rest });
    });
  }

  /** The shop has checked a cash-on-delivery order, by phone say; from now on it is meant to be sent. A repeat changes nothing. */
  async confirmCash(id: string, actor: string): Promise<OrderRecord> {
    return this.steps.take(await this.get(id), actor, (current) => {
      const { status, paymentMethod, allocations } = current;
      if (paymentMethod === 'cod' && status === 'confirmed') return null;
      if (paymentMethod !== 'cod' || status !== 'pending') {
        throw new IllegalTransitionError('confirmed', current);
      }
      return {
        to: { status: 'confirmed' },
        effects: [
          { kind: 'stock.commit', allocations },
          { kind: 'mail', template: 'order_confirmed' },
        ],
      };
    });
  }

  /** Holds the stock of an unpaid order at least until then; null when it no longer waits for money. */
  async holdUntil(id: string, expiresAt: Date): Promise<OrderRecord | null> {
    return this.orders.extendExpiry(id, expiresAt);
  }

  /** Adds a staff's note, once per id. @throws {OrderLimitError} */
  async addNote(id: string, note: Omit<NoteRecord, 'at'>): Promise<OrderRecord> {
    const noted = await this.orders.addNote(id, { ...note, at: this.clock.now() }, MAX_NOTES);
    if (noted !== null) return noted;
    const order = await this.get(id);
    if (order.notes.some((existing) => existing.id === note.id)) return order;
    throw new OrderLimitError(`An order takes at most ${MAX_NOTES} notes`);
  }
}

function ownerOf(shopper: Shopper): OrderOwner | undefined {
  if (shopper.userId !== undefined) return { userId: shopper.userId };
  if (shopper.cartToken !== undefined) return { guestTokenHash: hashCartToken(shopper.cartToken) };
  return undefined;
}

export function notFound(): ResourceNotFoundError {
  return new ResourceNotFoundError('order', 'orders.not_found');
}

function keyOf(order: OrderRecord): [string] {
  return [order._id.toHexString()];
}

function before(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : String(decodeCursor(cursor, [isId])[0]);
}
