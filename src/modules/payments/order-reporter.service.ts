import { Injectable, Logger } from '@nestjs/common';
import { type Order, OrdersService, ReceivePaymentService } from '../orders/index.js';
import { stateOf } from './domain/payment-state.js';
import { grossTotalsOf, isSameMoney, totalsOf } from './domain/payment-totals.js';
import { PaymentLedger } from './payment-ledger.service.js';
import type { PaymentRecord } from './payment.schema.js';

/** Tells orders what their payments have brought and given back. */
@Injectable()
export class OrderReporter {
  private readonly logger = new Logger(OrderReporter.name);

  constructor(
    private readonly orders: OrdersService,
    private readonly receiver: ReceivePaymentService,
    private readonly ledger: PaymentLedger,
  ) {}

  /**
   * Tells the order where the payment stands, unless it was told that or nobody knows before the provider is asked. A payment that the order does not take goes back
   * as a whole, and the order hears no more of it.
   */
  async report(payment: PaymentRecord): Promise<PaymentRecord> {
    const totals = totalsOf(payment);
    if (isSameMoney(totals, payment.told) || stateOf(payment).isUnclear) return payment;
    const order = await this.orders.get(payment.orderId.toHexString());
    const isRefused = !this.mustHear(payment, order) || (await this.tell(payment, order)) === 'refused';
    if (isRefused && payment.isRefused !== true) {
      this.logger.warn('Money came for an order that does not take it; it goes back', {
        event: 'payment.refused',
        paymentId: payment._id.toHexString(),
        orderStatus: order.status,
      });
    }
    const refusal = isRefused && { isRefused, keepMinor: 0 };
    return this.ledger.change(payment, () => ({ set: { told: totals, ...refusal } }));
  }

  /** A payment that was refused once stays so, even if the order would take it by now: its money is on the way back. */
  private mustHear(payment: PaymentRecord, order: Order): boolean {
    return payment.isRefused !== true || order.payment.paymentId === payment._id.toHexString();
  }

  private async tell(payment: PaymentRecord, order: Order): Promise<'recorded' | 'refused'> {
    const { provider, version } = payment;
    const [orderId, paymentId] = [payment.orderId.toHexString(), payment._id.toHexString()];
    const totals = totalsOf(payment);
    const gross = grossTotalsOf(payment);
    if (order.payment.paymentId === undefined && !isSameMoney(gross, totals)) {
      // An order can give back, and release, only what it was told of before.
      const earlier = { paymentId, version: version - 1, ...gross };
      if ((await this.receiver.receive(orderId, earlier, provider)) === 'refused') return 'refused';
    }
    return this.receiver.receive(orderId, { paymentId, version, ...totals }, provider);
  }
}
