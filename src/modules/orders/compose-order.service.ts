import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { CounterRepository } from '../../common/counters/counter.repository.js';
import { toObjectId } from '../../common/persistence/object-id.js';
import { AppConfig } from '../../config/app-config.js';
import { type Cart, hashCartToken } from '../carts/index.js';
import { AllocationService } from '../inventory/index.js';
import { PricingService } from '../pricing/index.js';
import { ProductsService, type SellableVariant } from '../products/index.js';
import { normaliseEmail } from '../users/index.js';
import { allocationTarget } from './domain/allocation-target.js';
import { isAwaitingGoods } from './domain/plans.js';
import { EmailRequiredError, NotSellableError, TotalChangedError } from './order.errors.js';
import type { NewOrder } from './order.repository.js';
import type { PlaceOrderCommand } from './place-order.service.js';

/** While a request places an order the sweeper leaves it alone; longer than a request can take. */
const PLACING_LEASE_MS = 35_000;
/** How long the stock of an order that is not paid is held: for cash on delivery until the shop has confirmed it by phone. */
const HOLD_MS = 30 * 60 * 1000;
const CASH_HOLD_MS = 7 * 24 * 60 * 60 * 1000;
const NUMBER_DIGITS = 8;

/** Makes the snapshot that an order is, out of cart, catalogue, prices and addresses; what the client says of prices is never looked at. */
@Injectable()
export class ComposeOrderService {
  constructor(
    private readonly products: ProductsService,
    private readonly pricing: PricingService,
    private readonly allocations: AllocationService,
    private readonly counters: CounterRepository,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /**
   * Writes nothing but the next order number.
   * @throws {EmailRequiredError} @throws {NotSellableError} @throws {ShippingUnavailableError}
   * @throws {TotalChangedError} @throws {InsufficientStockError}
   */
  async compose(command: PlaceOrderCommand, cart: Cart): Promise<NewOrder> {
    const { orderId, shopper, email, shippingAddress, paymentMethod, expectedTotalMinor } = command;
    if (email === undefined) throw new EmailRequiredError();
    const variants = await this.sellable(cart);
    const isCash = paymentMethod === 'cod';
    const priced = await this.pricing.price({
      lines: cart.lines.map(({ sku, quantity }) => toPricingLine(variants.get(sku)!, quantity)),
      destination: shippingAddress,
      shippingMethod: command.shippingMethod,
      cashOnDelivery: isCash,
    });
    const { grandTotalMinor } = priced.totals;
    const currency = this.config.storeCurrency;
    if (expectedTotalMinor !== undefined && expectedTotalMinor !== grandTotalMinor) {
      throw new TotalChangedError(grandTotalMinor, currency);
    }
    const target = allocationTarget(shippingAddress, priced.shipping);
    const allocations = await this.allocations.plan(orderId, cart.lines, target);
    const now = this.clock.now();
    return {
      _id: toObjectId(orderId),
      number: await this.nextNumber(),
      cartId: cart._id,
      cartKey: cart._id,
      cartVersion: cart.version,
      ...(shopper.userId !== undefined && { userId: toObjectId(shopper.userId) }),
      ...(shopper.cartToken !== undefined && { guestTokenHash: hashCartToken(shopper.cartToken) }),
      email: normaliseEmail(email),
      locale: command.locale,
      ...(cart.note !== undefined && { customerNote: cart.note }),
      status: 'placing',
      paymentStatus: 'unpaid',
      fulfilmentStatus: 'unfulfilled',
      currency,
      ...priced,
      lines: priced.lines.map((line) => ({ ...line, ...snapshot(variants.get(line.sku)!) })),
      shippingAddress,
      paymentMethod,
      payment: { authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 },
      cancelledMinor: 0,
      goodwillMinor: 0,
      allocations,
      ...(isAwaitingGoods(allocations) && { isAwaitingGoods: true }),
      cancellations: [],
      fulfilments: [],
      notes: [],
      history: [{ at: now, actor: shopper.userId ?? 'guest', field: 'status', to: 'placing' }],
      outbox: [],
      expiresAt: this.clock.in(isCash ? CASH_HOLD_MS : HOLD_MS),
      nextWorkAt: this.clock.in(PLACING_LEASE_MS),
      version: 1,
    };
  }

  private async sellable(cart: Cart): Promise<Map<string, SellableVariant>> {
    const variants = await this.products.findSellable(cart.lines.map(({ sku }) => sku));
    const gone = cart.lines.map(({ sku }) => sku).filter((sku) => !variants.has(sku));
    if (gone.length > 0) throw new NotSellableError(gone);
    return variants;
  }

  private async nextNumber(): Promise<string> {
    const number = await this.counters.next('orders');
    return this.config.orderNumberPrefix + String(number).padStart(NUMBER_DIGITS, '0');
  }
}

function toPricingLine({ sku, unitPriceMinor, taxClass, weightGrams }: SellableVariant, quantity: number) {
  return { sku, quantity, unitPriceMinor, taxClass, weightGrams };
}

function snapshot({ productId, title, optionValues }: SellableVariant) {
  return {
    productId: toObjectId(productId),
    title,
    optionValues,
    cancelledQuantity: 0,
    fulfilledQuantity: 0,
  };
}
