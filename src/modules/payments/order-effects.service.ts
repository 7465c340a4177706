import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { dueMinor, type Order, OrderWorker } from '../orders/index.js';
import { CASH, cashPromise } from './domain/cash.js';
import { planCapture } from './domain/plan-operation.js';
import { factKey } from './domain/transaction-fact.js';
import { OperationRunner } from './operation-runner.service.js';
import { OrderReporter } from './order-reporter.service.js';
import { PaymentProviderError } from './payment.errors.js';
import { PaymentLedger } from './payment-ledger.service.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRecord } from './payment.schema.js';
import { PaymentWorker } from './payment-worker.service.js';

/** Carries out what orders want of their payments. */
@Injectable()
export class OrderEffects implements OnModuleInit {
  private readonly logger = new Logger(OrderEffects.name);

  constructor(
    private readonly orderWorker: OrderWorker,
    private readonly payments: PaymentRepository,
    private readonly ledger: PaymentLedger,
    private readonly operations: OperationRunner,
    private readonly reporter: OrderReporter,
    private readonly worker: PaymentWorker,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.orderWorker.handle('payment.settle', (order) => this.settle(order));
    this.orderWorker.handle('payment.collect', (order, parcel) => this.collect(order, parcel));
  }

  /**
   * Gives back what the order no longer owes. The claim is written into the payment first, and from then on is the payment's
   * own affair; so an order never waits for a provider that is down.
   */
  private async settle(order: Order): Promise<void> {
    const { paymentId } = order.payment;
    const payment = paymentId === undefined ? null : await this.payments.findById(paymentId);
    if (payment === null) return;
    const keepMinor = dueMinor(order);
    const claimed = await this.ledger.change(payment, (current) =>
      keepMinor < (current.keepMinor ?? Infinity) ? { set: { keepMinor } } : null,
    );
    try {
      await this.worker.advance(claimed);
    } catch (error) {
      if (!(error instanceof PaymentProviderError)) throw error;
      this.logger.warn(`Money will go back later: ${error.message}`, { paymentId });
    }
  }

  /** Notes the cash of a parcel, once, as a part of the order's one payment in cash. */
  private async collect(order: Order, parcel: { fulfilmentId: string; amountMinor: number }): Promise<void> {
    const payment = await this.cashPaymentOf(order);
    const collected = await this.operations.run(payment, {
      id: parcel.fulfilmentId,
      actor: 'courier',
      plan: (current) => planCapture(current, parcel.amountMinor),
    });
    await this.reporter.report(collected);
  }

  /** Its id is the order's, so that there is one however often it is begun. */
  private async cashPaymentOf(order: Order): Promise<PaymentRecord> {
    const id = order._id.toHexString();
    const amountMinor = order.totals.grandTotalMinor;
    const now = this.clock.now();
    const promise = cashPromise(amountMinor);
    const payment = {
      id,
      orderId: id,
      ...(order.userId !== undefined && { userId: order.userId.toHexString() }),
      provider: CASH,
      method: order.paymentMethod,
      amountMinor,
      currency: order.currency,
      events: [{ ...promise, key: factKey(promise), source: 'call' as const, receivedAt: now }],
    };
    await this.payments.insert(payment, now);
    return (await this.payments.findById(id))!;
  }
}
