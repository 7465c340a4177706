import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { AddressDto } from '../../common/dto/address.dto.js';
import { CounterRepository } from '../../common/counters/counter.repository.js';
import { AppConfig } from '../../config/app-config.js';
import {
  CartAlreadyOrderedError,
  CartsService,
  hashCartToken,
  type Cart,
  type Shopper,
} from '../carts/index.js';
import { InsufficientStockError, InventoryService } from '../inventory/index.js';
import { ProductsService, type SellableVariant } from '../products/index.js';
import { quoteShipping } from '../shipping/index.js';
import { priceLine, totalOrder } from './domain/price-order.js';
import {
  CartChangedError,
  EmailRequiredError,
  EmptyCartError,
  NotSellableError,
  OrderInProgressError,
  ShippingUnavailableError,
  TotalChangedError,
} from './order.errors.js';
import { OrderRepository } from './order.repository.js';
import type { OrderLineRecord, OrderRecord, RejectionRecord } from './order.schema.js';
import { OrderWorker } from './order-worker.service.js';

export interface PlaceOrderCommand {
  /** Given to the order; the same for every repeat of the request. */
  orderId: string;
  cartId: string;
  shopper: Shopper;
  email: string | undefined;
  shippingAddress: AddressDto;
  shippingMethod: string;
  paymentMethod: string;
  expectedTotalMinor: number | undefined;
}

/** While a request places an order the sweeper leaves it alone; longer than a request can take. */
const PLACING_LEASE_MS = 35_000;
/** How long the stock of an order that is not paid is held: for cash on delivery until the shop has confirmed it by phone. */
const HOLD_MS = 30 * 60 * 1000;
const CASH_HOLD_MS = 7 * 24 * 60 * 60 * 1000;

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
    private readonly carts: CartsService,
    private readonly products: ProductsService,
    private readonly inventory: InventoryService,
    private readonly counters: CounterRepository,
    private readonly worker: OrderWorker,
    private readonly config: AppConfig,
  ) {
    worker.onPlacingDue((order) => this.finish(order));
  }

  /**
   * Places the order, or finishes placing it when a first attempt died on the way.
   * @throws {InsufficientStockError} @throws {TotalChangedError} @throws {NotSellableError} @throws {EmptyCartError}
   * @throws {CartAlreadyOrderedError} @throws {CartChangedError} @throws {ShippingUnavailableError} nothing is left changed
   */
  async place(command: PlaceOrderCommand): Promise<OrderRecord> {
    const begun = await this.orders.findById(command.orderId);
    return this.finishOrRefuse(begun ?? (await this.begin(command)));
  }

  private async begin(command: PlaceOrderCommand): Promise<OrderRecord> {
    const cart = await this.carts.get(command.cartId, command.shopper);
    if (cart.status === 'ordered') throw await this.alreadyOrdered(command.cartId);
    if (cart.lines.length === 0) throw new EmptyCartError();
    const order = await this.compose(command, cart);
    if (!(await this.orders.insert(order))) throw await this.alreadyOrdered(command.cartId);
    return (await this.orders.findById(command.orderId))!;
  }

  /** Another request has made, or is making, an order of this cart. */
  private async alreadyOrdered(cartId: string): Promise<Error> {
    const other = await this.orders.findByCart(cartId);
    if (other === null || other.status === 'placing') return new OrderInProgressError();
    return new CartAlreadyOrderedError(other._id.toHexString());
  }

  /** Snapshots cart, prices, addresses and totals; the client's own prices are never looked at. */
  private async compose(
    command: PlaceOrderCommand,
    cart: Cart,
  ): Promise<Omit<OrderRecord, 'createdAt' | 'updatedAt'>> {
    const { shopper, shippingAddress } = command;
    const email = command.email;
    if (email === undefined) throw new EmailRequiredError();
    const lines = await this.priceLines(cart);
    const itemsMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
    const shipping = quoteShipping(command.shippingMethod, shippingAddress.country, itemsMinor);
    if (shipping === null) throw new ShippingUnavailableError();
    const totals = totalOrder(lines, shipping.priceMinor);
    const currency = this.config.storeCurrency;
    if (command.expectedTotalMinor !== undefined && command.expectedTotalMinor !== totals.grandTotalMinor) {
      throw new TotalChangedError(totals.grandTotalMinor, currency);
    }
    const now = new Date();
    const cartId = cart._id;
    return {
      _id: new Types.ObjectId(command.orderId),
      number: `ORD-${String(await this.counters.next('orders')).padStart(8, '0')}`,
      cartId,
      cartKey: cartId,
      cartVersion: cart.version,
      ...(shopper.userId !== undefined && { userId: new Types.ObjectId(shopper.userId) }),
      ...(shopper.cartToken !== undefined && { guestTokenHash: hashCartToken(shopper.cartToken) }),
      email,
      status: 'placing',
      paymentStatus: 'unpaid',
      fulfilmentStatus: 'unfulfilled',
      currency,
      lines,
      totals,
      shippingAddress: { ...shippingAddress },
      shippingMethod: { code: shipping.code, name: shipping.name },
      paymentMethod: command.paymentMethod,
      payment: { capturedMinor: 0, refundedMinor: 0 },
      history: [{ at: now, actor: shopper.userId ?? 'guest', field: 'status', to: 'placing' }],
      outbox: [],
      expiresAt: new Date(now.getTime() + (command.paymentMethod === 'cod' ? CASH_HOLD_MS : HOLD_MS)),
      nextWorkAt: new Date(now.getTime() + PLACING_LEASE_MS),
      version: 1,
    };
  }

  private async priceLines(cart: Cart): Promise<OrderLineRecord[]> {
    const variants = await this.products.findSellable(cart.lines.map((line) => line.sku));
    const gone = cart.lines.filter((line) => !variants.has(line.sku)).map((line) => line.sku);
    if (gone.length > 0) throw new NotSellableError(gone);
    return cart.lines.map(({ sku, quantity }) => toOrderLine(variants.get(sku)!, quantity));
  }

  /** Runs the rest of the saga and tells the client what came of it. */
  private async finishOrRefuse(order: OrderRecord): Promise<OrderRecord> {
    const placed = await this.finish(order);
    if (placed.status !== 'rejected') return placed;
    if (placed.rejection?.reason === 'insufficient_stock') {
      throw new InsufficientStockError(placed.rejection.shortages ?? []);
    }
    throw new CartChangedError();
  }

  /** Takes a `placing` order to `pending` or `rejected`. Safe to run twice, at the same time, and after a crash at any step. */
  private async finish(order: OrderRecord): Promise<OrderRecord> {
    if (order.status !== 'placing') return order;
    const orderId = order._id.toHexString();
    if (!(await this.carts.markOrdered(order.cartId.toHexString(), order.cartVersion, orderId))) {
      return this.reject(order, { reason: 'cart_changed' });
    }
    try {
      await this.inventory.reserve(orderId, order.lines, order.expiresAt);
    } catch (error) {
      if (!(error instanceof InsufficientStockError)) throw error;
      return this.reject(order, { reason: 'insufficient_stock', shortages: error.shortages });
    }
    const placed = await this.orders.transition(
      order,
      { status: 'placing' },
      { to: { status: 'pending' }, actor: 'system', set: { nextWorkAt: order.expiresAt } },
      new Date(),
    );
    if (placed !== null) return placed;
    // Somebody else finished it meanwhile. If they refused it, what was just reserved must go back.
    const other = (await this.orders.findById(orderId))!;
    if (other.status === 'rejected') await this.inventory.release(orderId, order.lines);
    return other;
  }

  private async reject(order: OrderRecord, rejection: RejectionRecord): Promise<OrderRecord> {
    const rejected = await this.orders.transition(
      order,
      { status: 'placing' },
      {
        to: { status: 'rejected' },
        actor: 'system',
        note: rejection.reason,
        set: { rejection },
        unset: ['cartKey'],
        effects: ['stock.release', 'cart.reopen'],
      },
      new Date(),
    );
    if (rejected === null) return (await this.orders.findById(order._id.toHexString()))!;
    return this.worker.run(rejected);
  }
}

function toOrderLine(variant: SellableVariant, quantity: number): OrderLineRecord {
  return {
    ...priceLine(variant.sku, quantity, variant.unitPriceMinor),
    productId: new Types.ObjectId(variant.productId),
    title: variant.title,
    optionValues: variant.optionValues,
  };
}
