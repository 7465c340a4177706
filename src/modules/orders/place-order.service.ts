import { Injectable } from '@nestjs/common';
import type { AddressDto } from '../../common/dto/address.dto.js';
import { countEvent } from '../../common/metrics/event-counts.js';
import type { Locale } from '../../common/mail/letter.js';
import { CartAlreadyOrderedError, CartsService, type Shopper } from '../carts/index.js';
import { type Allocation, AllocationService, InsufficientStockError } from '../inventory/index.js';
import { ComposeOrderService } from './compose-order.service.js';
import { allocationTarget } from './domain/allocation-target.js';
import { isAwaitingGoods, isSamePlan } from './domain/plans.js';
import { CartChangedError, EmptyCartError, OrderInProgressError } from './order.errors.js';
import { OrderRepository } from './order.repository.js';
import type { OrderRecord, RejectionRecord } from './order.schema.js';
import { OrderSteps } from './order-steps.service.js';

export interface PlaceOrderCommand {
  /** Given to the order; the same for every repeat of the request. */
  orderId: string;
  cartId: string;
  shopper: Shopper;
  email: string | undefined;
  /** The language of the mails about the order. */
  locale: Locale;
  shippingAddress: AddressDto;
  shippingMethod: string;
  paymentMethod: string;
  expectedTotalMinor?: number | undefined;
}

/**
 * Turns a cart into an order: a saga of conditional writes, each of which may be repeated.
 *
 *   insert the order as `placing` → claim the cart → reserve the stock → `pending`
 *
 * The first write records the whole intent, so after a crash anywhere the sweeper, or a repeat of the request,
 * carries on from the order itself. If a step is refused the order becomes `rejected` and gives back what it took.
 */
@Injectable()
export class PlaceOrderService {
  constructor(
    private readonly orders: OrderRepository,
    private readonly composer: ComposeOrderService,
    private readonly carts: CartsService,
    private readonly allocations: AllocationService,
    private readonly steps: OrderSteps,
  ) {}

  /**
   * Places the order, or finishes placing it when a first attempt died on the way.
   * @throws {InsufficientStockError} @throws {TotalChangedError} @throws {NotSellableError} @throws {EmptyCartError}
   * @throws {CartAlreadyOrderedError} @throws {CartChangedError} @throws {ShippingUnavailableError} nothing is left changed
   */
  async place(command: PlaceOrderCommand): Promise<OrderRecord> {
    const begun = await this.orders.findById(command.orderId);
    const order = await this.finish(begun ?? (await this.begin(command)));
    if (order.status === 'rejected') throw refusal(order.rejection);
    return order;
  }

  /** Takes a `placing` order to `pending` or `rejected`. Safe to run twice, at the same time, and after a crash at any step. */
  async finish(order: OrderRecord): Promise<OrderRecord> {
    const orderId = order._id.toHexString();
    if (order.status !== 'placing') return order;
    if (!(await this.carts.markOrdered(order.cartId.toHexString(), order.cartVersion, orderId))) {
      return this.reject(order, { reason: 'cart_changed' });
    }
    for (let current = order; ;) {
      const { allocations } = current;
      const isHeld = await this.allocations.reserve(orderId, allocations, { expiresAt: current.expiresAt });
      const next = isHeld ? await this.accept(current) : await this.replan(current);
      if (next.status !== 'placing') {
        await this.releaseStrays(orderId, allocations, next);
        return next;
      }
      current = next;
    }
  }

  private async begin(command: PlaceOrderCommand): Promise<OrderRecord> {
    const cart = await this.carts.get(command.cartId, command.shopper);
    if (cart.status === 'ordered') throw await this.alreadyOrdered(command.cartId);
    if (cart.lines.length === 0) throw new EmptyCartError();
    const order = await this.orders.insert(await this.composer.compose(command, cart));
    if (order !== null) return order;
    // Its cart has an order; a repeat of this very request at the same time may have made it.
    const own = await this.orders.findById(command.orderId);
    if (own === null) throw await this.alreadyOrdered(command.cartId);
    return own;
  }

  /** Another request has made, or is making, an order of this cart. */
  private async alreadyOrdered(cartId: string): Promise<Error> {
    const other = await this.orders.findByCart(cartId);
    if (other === null || other.status === 'placing') return new OrderInProgressError();
    return new CartAlreadyOrderedError(other._id.toHexString());
  }

  private async accept(order: OrderRecord): Promise<OrderRecord> {
    const { allocations } = order;
    const taken = await this.steps.take(order, 'system', (current) => {
      // Somebody else who works on it has planned anew: what is held is not what counts.
      if (current.status !== 'placing' || !isSamePlan(current.allocations, allocations)) return null;
      return { to: { status: 'pending' }, effects: [{ kind: 'mail', template: 'order_placed' }] };
    });
    if (taken.status === 'pending') countEvent('OrdersPlaced');
    return taken;
  }

  /** Others were quicker: looks where the units can come from now. */
  private async replan(order: OrderRecord): Promise<OrderRecord> {
    let allocations: Allocation[];
    try {
      allocations = await this.allocations.plan(
        order._id.toHexString(),
        order.lines,
        allocationTarget(order.shippingAddress, order.shipping),
      );
    } catch (error) {
      if (!(error instanceof InsufficientStockError)) throw error;
      return this.reject(order, { reason: 'insufficient_stock', shortages: error.shortages });
    }
    return this.steps.take(order, 'system', (current) => {
      if (current.status !== 'placing' || !isSamePlan(current.allocations, order.allocations)) return null;
      return { to: {}, set: { allocations, isAwaitingGoods: isAwaitingGoods(allocations) } };
    });
  }

  private async reject(order: OrderRecord, rejection: RejectionRecord): Promise<OrderRecord> {
    return this.steps.take(order, 'system', (current) =>
      current.status !== 'placing'
        ? null
        : {
            to: { status: 'rejected' },
            note: rejection.reason,
            set: { rejection },
            unset: ['cartKey'],
            effects: [
              {
                kind: 'stock.release',
                changes: current.allocations.map((allocation) => ({
                  allocation,
                  to: { quantity: 0, backordered: 0 },
                })),
              },
              { kind: 'cart.reopen' },
            ],
          },
    );
  }

  /**
   * What is held by a plan that does not count any more goes back. Where the order has gone on beyond `pending` its own
   * effects decide, since a sale may be under way; what is left over then is found when the reservation expires.
   */
  private async releaseStrays(orderId: string, held: Allocation[], order: OrderRecord): Promise<void> {
    const isGone = order.status === 'rejected' || order.status === 'cancelled' || order.status === 'expired';
    const counting = isGone ? [] : order.allocations;
    const strays = held.filter(({ itemId }) => counting.every((allocation) => allocation.itemId !== itemId));
    if (strays.length > 0) await this.allocations.release(orderId, strays);
  }
}

function refusal(rejection: RejectionRecord | undefined): Error {
  return rejection?.reason === 'insufficient_stock'
    ? new InsufficientStockError(rejection.shortages ?? [])
    : new CartChangedError();
}
