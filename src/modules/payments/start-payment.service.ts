import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { type Order, OrdersService, outstandingMinor } from '../orders/index.js';
import { checkoutSeconds } from './domain/checkout-time.js';
import { CardsNeedAccountError, OrderNotPayableError, TooManyAttemptsError } from './payment.errors.js';
import { PaymentLedger } from './payment-ledger.service.js';
import type { CheckoutRequest } from './payment-provider.port.js';
import { PaymentProviders } from './payment-providers.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRecord } from './payment.schema.js';
import { SavedCardsService } from './saved-cards.service.js';

export interface StartPaymentCommand {
  /** Given to the payment; the same for every repeat of the request. */
  paymentId: string;
  order: Order;
  method: string;
  /** The signed-in customer; undefined for guests and staff. */
  userId: string | undefined;
  savesCard: boolean;
}

const MAX_ATTEMPTS = 20;

/** Lets customers pay their orders online. */
@Injectable()
export class StartPaymentService {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly ledger: PaymentLedger,
    private readonly orders: OrdersService,
    private readonly providers: PaymentProviders,
    private readonly cards: SavedCardsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Starts an attempt to pay an order, or goes on with the one that a repeat of the request began. The attempt is stored
   * before the provider is called, and the stock is held for as long as the customer may take; a call that fails leaves
   * the order payable.
   * @throws {OrderNotPayableError} @throws {MethodUnavailableError} @throws {TooManyAttemptsError}
   * @throws {CardsNeedAccountError} @throws {PaymentProviderError}
   */
  async start(command: StartPaymentCommand): Promise<PaymentRecord> {
    const { paymentId, order, method, userId, savesCard } = command;
    const begun = await this.payments.findById(paymentId);
    if (begun?.checkout !== undefined) return begun;
    if (savesCard && userId === undefined) throw new CardsNeedAccountError();
    await this.requirePayable(order);
    const orderId = order._id.toHexString();
    const attempt = {
      id: paymentId,
      orderId,
      ...(userId !== undefined && { userId }),
      provider: this.providers.online.name,
      method,
      amountMinor: outstandingMinor(order),
      currency: order.currency,
      ...(savesCard && { savesCard }),
    };
    await this.payments.insert(attempt, this.clock.now());
    const expiresAt = this.clock.in(checkoutSeconds(method) * 1000);
    if ((await this.orders.holdUntil(orderId, expiresAt)) === null)
      throw notPayable(await this.orders.get(orderId));
    return this.createCheckout(command, expiresAt);
  }

  private async requirePayable(order: Order): Promise<void> {
    if (order.status !== 'pending' || order.paymentStatus !== 'unpaid' || order.paymentMethod === 'cod') {
      throw notPayable(order);
    }
    const attempts = await this.payments.countOfOrder(order._id.toHexString());
    if (attempts >= MAX_ATTEMPTS) throw new TooManyAttemptsError(MAX_ATTEMPTS);
  }

  private async createCheckout(
    { paymentId, order, method, userId }: StartPaymentCommand,
    checkoutExpiresAt: Date,
  ): Promise<PaymentRecord> {
    const call = await this.payments.countAttempt(paymentId);
    const cardTokens = method === 'card' && userId !== undefined ? await this.cards.tokensOf(userId) : [];
    const request = { ...describe(order), reference: `${paymentId}-${call}`, method, cardTokens };
    const { amountMinor } = request;
    const { providerOrderId, channelId, ...checkout } = await this.providers.online.createCheckout(request);
    const payment = (await this.payments.findById(paymentId))!;
    // When two calls raced the first checkout stays; nobody ever sees the other.
    return this.ledger.change(payment, (current) =>
      current.checkout === undefined
        ? // The order may owe less than when the attempt was begun.
          { set: { amountMinor, providerOrderId, channelId, checkout, checkoutExpiresAt } }
        : null,
    );
  }
}

/** What the provider is told of an order. */
function describe(order: Order): Omit<CheckoutRequest, 'reference' | 'method' | 'cardTokens'> {
  const { firstName, lastName, phone } = order.shippingAddress;
  const amountMinor = outstandingMinor(order);
  const lines = order.lines.map(({ title, quantity, grossMinor }) => ({
    name: `${title.en} × ${quantity}`,
    totalMinor: grossMinor,
  }));
  const { name, grossMinor } = order.shipping;
  if (grossMinor > 0) lines.push({ name: name.en, totalMinor: grossMinor });
  const sumMinor = lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  return {
    amountMinor,
    currency: order.currency,
    lines: sumMinor === amountMinor ? lines : [],
    customer: { firstName, lastName, phone, email: order.email },
  };
}

function notPayable({ status, paymentStatus }: Order): OrderNotPayableError {
  return new OrderNotPayableError(status, paymentStatus);
}
