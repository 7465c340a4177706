import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { AppConfig } from '../../config/app-config.js';
import { OrdersService } from '../orders/index.js';
import { type PaymentAttemptStatus, statusOf } from './domain/payment-status.js';
import { InvalidSignatureError } from './payment.errors.js';
import { CallbackSource } from './payment-provider.port.js';
import { PaymentRepository } from './payment.repository.js';

export interface ReturnVisit {
  /** Undefined when the browser brings nothing that the provider has signed. */
  status: PaymentAttemptStatus | undefined;
  /** The order's page in the shop, or the shop itself. */
  link: string;
}

/** Receives customers who come back from the provider's pages. Reads, and changes nothing. */
@Injectable()
export class ReturnVisitService {
  constructor(
    private readonly source: CallbackSource,
    private readonly payments: PaymentRepository,
    private readonly orders: OrdersService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** What the shop knows of the payment; not what the browser says of it. */
  async receive(query: Record<string, unknown>): Promise<ReturnVisit> {
    const { storefrontUrl } = this.config;
    const named = this.read(query);
    if (named === null) return { status: undefined, link: storefrontUrl };
    const payment = await this.payments.findByProviderOrder(named.provider, named.providerOrderId);
    if (payment === null) return { status: 'pending', link: storefrontUrl };
    const { number } = await this.orders.get(payment.orderId.toHexString());
    return {
      // Money that the order refused is as good as on its way back.
      status: payment.isRefused === true ? 'refunded' : statusOf(payment, this.clock.now()),
      link: `${storefrontUrl}/orders/${encodeURIComponent(number)}`,
    };
  }

  private read(query: Record<string, unknown>) {
    try {
      return this.source.parseReturn(query);
    } catch (error) {
      if (error instanceof InvalidSignatureError) return null;
      throw error;
    }
  }
}
