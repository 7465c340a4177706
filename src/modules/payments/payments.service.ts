import { Injectable, Logger } from '@nestjs/common';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import type { Shopper } from '../carts/index.js';
import { OrdersService, ReceivePaymentService, type Order } from '../orders/index.js';
import { CallbackInboxRepository } from './callback-inbox.repository.js';
import type { PaymentEvent } from './domain/payment-event.js';
import { OrderNotPayableError } from './payment.errors.js';
import { PaymentProvider, type CheckoutRequest } from './payment-provider.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentAttemptStatus, PaymentRecord } from './payment.schema.js';

/** From the start of a payment on, the stock is held this much longer. */
const CHECKOUT_MS = 30 * 60 * 1000;
const CLAIM_MS = 30_000;

@Injectable()
export class PaymentsService {
  private readonly logger = new Logger(PaymentsService.name);

  constructor(
    private readonly payments: PaymentRepository,
    private readonly inbox: CallbackInboxRepository,
    private readonly orders: OrdersService,
    private readonly reception: ReceivePaymentService,
    private readonly provider: PaymentProvider,
  ) {}

  /**
   * Starts an attempt to pay an order, or goes on with the one that a repeat of the request began.
   * The attempt is stored before the provider is called; a call that fails leaves the order payable.
   * @throws {OrderNotPayableError} @throws {PaymentProviderError} @throws {ResourceNotFoundError}
   */
  async start(paymentId: string, orderId: string, method: string, shopper: Shopper): Promise<PaymentRecord> {
    const begun = await this.payments.findById(paymentId);
    if (begun?.checkoutUrl !== undefined) return begun;
    const order = await this.orders.getOwned(orderId, shopper);
    if (order.status !== 'pending' || order.paymentStatus !== 'unpaid' || order.paymentMethod === 'cod') {
      throw new OrderNotPayableError(order.status, order.paymentStatus);
    }
    await this.payments.insert({
      id: paymentId,
      orderId,
      provider: 'paymob',
      method,
      amountMinor: order.totals.grandTotalMinor,
      currency: order.currency,
    });
    if ((await this.orders.holdUntil(orderId, new Date(Date.now() + CHECKOUT_MS))) === null) {
      const current = await this.orders.get(orderId);
      throw new OrderNotPayableError(current.status, current.paymentStatus);
    }
    const attempt = await this.payments.countAttempt(paymentId);
    const checkout = await this.provider.createCheckout(toCheckoutRequest(order, paymentId, attempt, method));
    await this.payments.setCheckout(paymentId, checkout.providerOrderId, checkout.checkoutUrl);
    return (await this.payments.findById(paymentId))!;
  }

  /** @throws {ResourceNotFoundError} for a missing and for a foreign payment alike */
  async getOwned(id: string, shopper: Shopper, isStaff: boolean): Promise<PaymentRecord> {
    const payment = await this.payments.findById(id);
    if (payment === null) throw new ResourceNotFoundError('payment', 'payments.not_found');
    try {
      const orderId = payment.orderId.toHexString();
      await (isStaff ? this.orders.get(orderId) : this.orders.getOwned(orderId, shopper));
    } catch (error) {
      if (error instanceof ResourceNotFoundError)
        throw new ResourceNotFoundError('payment', 'payments.not_found');
      throw error;
    }
    return payment;
  }

  /**
   * Takes a processed callback: checked, then stored, then applied. When this returns the news is safe;
   * applying that fails is repeated by the sweeper.
   * @throws {InvalidSignatureError}
   */
  async receiveCallback(body: unknown, hmac: unknown): Promise<void> {
    const event = this.provider.parseCallback(body, hmac);
    if (event === null) return;
    await this.inbox.store(event, new Date());
    try {
      await this.apply(event);
    } catch (error) {
      this.logger.error('A callback could not be applied and will be tried again', {
        key: event.key,
        error: String(error),
      });
    }
  }

  /** The payment that the browser comes back from; null when the query is not signed by the provider or unknown. */
  async findByReturn(query: Record<string, unknown>): Promise<PaymentRecord | null> {
    const event = this.provider.parseReturn(query);
    return event && this.payments.findByProviderOrder(event.provider, event.providerOrderId);
  }

  /** Applies up to `limit` callbacks that were stored but not applied. Returns their number. */
  async sweep(limit: number): Promise<number> {
    for (let count = 0; count < limit; count++) {
      const now = new Date();
      const event = await this.inbox.claimDue(now, new Date(now.getTime() + CLAIM_MS));
      if (event === null) return count;
      await this.apply(event);
    }
    return limit;
  }

  private async apply(event: PaymentEvent): Promise<void> {
    const payment = await this.payments.findByProviderOrder(event.provider, event.providerOrderId);
    if (payment === null || event.currency !== payment.currency) {
      this.logger.warn('A genuine callback fits no payment', { key: event.key });
    } else {
      await this.applyTo(payment, event);
    }
    await this.inbox.markApplied(event.key);
  }

  private async applyTo(payment: PaymentRecord, event: PaymentEvent): Promise<void> {
    const appended = await this.payments.appendEvent(payment, event, statusAfter(payment, event));
    if (!isPaidInFull(payment, event)) return;
    const { version } = appended ?? payment;
    const totals = { authorizedMinor: 0, capturedMinor: event.amountMinor, refundedMinor: 0 };
    const outcome = await this.reception.receive(
      payment.orderId.toHexString(),
      { paymentId: payment._id.toHexString(), version, ...totals },
      event.provider,
    );
    if (outcome === 'recorded') return;
    await this.payments.markRefundDue(payment._id);
    this.logger.error('Money arrived for an order that does not take it', {
      paymentId: payment._id.toHexString(),
    });
  }
}

/** Only a payment proper, of the whole amount, that has not been taken back: children are signed as successes too. */
function isPaidInFull(payment: PaymentRecord, event: PaymentEvent): boolean {
  return (
    event.kind === 'payment' &&
    event.outcome === 'succeeded' &&
    !event.isVoided &&
    !event.isRefunded &&
    event.amountMinor === payment.amountMinor
  );
}

function statusAfter(payment: PaymentRecord, event: PaymentEvent): PaymentAttemptStatus {
  if (event.kind !== 'payment') return payment.status;
  if (isPaidInFull(payment, event)) return 'succeeded';
  return event.outcome === 'declined' ? 'declined' : payment.status;
}

function toCheckoutRequest(
  order: Order,
  paymentId: string,
  attempt: number,
  method: string,
): CheckoutRequest {
  const { firstName, lastName, phone } = order.shippingAddress;
  const lines = order.lines.map((line) => ({
    name: `${line.title.en} × ${line.quantity}`,
    totalMinor: line.totalMinor,
  }));
  if (order.totals.shippingMinor > 0) {
    lines.push({ name: order.shipping.name.en, totalMinor: order.totals.shippingMinor });
  }
  return {
    paymentId,
    reference: `${paymentId}-${attempt}`,
    method,
    amountMinor: order.totals.grandTotalMinor,
    currency: order.currency,
    lines,
    customer: { firstName, lastName, phone, email: order.email },
  };
}
