import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import { currencyDigits } from '../../../../common/money/currency.js';
import { AppConfig } from '../../../../config/app-config.js';
import { OPERATION_KINDS } from '../../domain/operation.js';
import type { TransactionState } from '../../domain/transaction-state.js';
import type { ProviderNews } from '../../domain/transaction-fact.js';
import { MethodUnavailableError, ProviderRefusedError } from '../../payment.errors.js';
import {
  type Checkout,
  type CheckoutRequest,
  type OperationTarget,
  PaymentProvider,
} from '../../payment-provider.port.js';
import { checkoutSeconds } from '../../domain/checkout-time.js';
import { IntentionFlow } from './intention-flow.js';
import { LegacyFlow } from './legacy-flow.js';
import { PaymobClient } from './paymob.client.js';
import { newsFromAnswer, PAYMOB } from './paymob-facts.js';
import type { PaymobFlow } from './paymob-flow.js';

/** What Paymob calls cents is a hundredth of its currencies, but a thousandth of the Omani rial (paymob.md 0). */
const PAYMOB_DIGITS: Record<string, number> = { OMR: 3 };

/** Paymob, by whichever of its flows is configured. */
@Injectable()
export class PaymobProvider extends PaymentProvider {
  readonly name = PAYMOB;
  readonly opensAs = 'requested';
  readonly staffMay = OPERATION_KINDS;
  private readonly flow: PaymobFlow;

  constructor(
    private readonly client: PaymobClient,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    intentions: IntentionFlow,
    legacy: LegacyFlow,
  ) {
    super();
    this.flow = config.paymob.flow === 'legacy' ? legacy : intentions;
  }

  async createCheckout(request: CheckoutRequest): Promise<Checkout> {
    const { method, currency } = request;
    const { integrations } = this.config.paymob;
    const integrationId =
      method === 'card' ? (integrations.auth ?? integrations.card) : channelOf(integrations, method);
    if (integrationId === undefined || (PAYMOB_DIGITS[currency] ?? 2) !== currencyDigits(currency)) {
      throw new MethodUnavailableError(method, currency);
    }
    return this.flow.createCheckout(request, integrationId, checkoutSeconds(method));
  }

  async capture({ transactionId, amountMinor }: OperationTarget): Promise<ProviderNews> {
    return this.operate('/api/acceptance/capture', {
      transaction_id: Number(transactionId),
      amount_cents: amountMinor,
    });
  }

  async void({ transactionId }: OperationTarget): Promise<ProviderNews> {
    return this.operate('/api/acceptance/void_refund/void', { transaction_id: Number(transactionId) });
  }

  async refund({ transactionId, amountMinor }: OperationTarget): Promise<ProviderNews> {
    return this.operate('/api/acceptance/void_refund/refund', {
      transaction_id: Number(transactionId),
      amount_cents: amountMinor,
    });
  }

  async inquire(providerOrderId: string, transactionIds: string[]): Promise<ProviderNews[]> {
    const answers = await Promise.all([
      this.find('POST', '/api/ecommerce/orders/transaction_inquiry', { order_id: Number(providerOrderId) }),
      ...transactionIds.map((id) => this.find('GET', `/api/acceptance/transactions/${id}`)),
    ]);
    const found = answers.filter((news) => news !== null);
    const known = new Set(found.map(({ fact }) => fact.transactionId));
    // The latest transaction may be a refund; what it says of its payment only the payment itself says in full.
    const parents = found.map(({ fact }) => fact.parentId).filter((id) => id !== undefined && !known.has(id));
    const more = await Promise.all(
      [...new Set(parents)].map((id) => this.find('GET', `/api/acceptance/transactions/${id}`)),
    );
    return [...found, ...more.filter((news) => news !== null)].filter(
      (news) => news.providerOrderId === providerOrderId,
    );
  }

  /** Cards only, and until the end of the business day (paymob.md 4). */
  canVoid(transaction: TransactionState, method: string, takenAt: Date): boolean {
    if (method !== 'card') return false;
    return transaction.isAuthorization || this.dayOf(takenAt) === this.dayOf(this.clock.now());
  }

  private async operate(path: string, body: object): Promise<ProviderNews> {
    const answer = await this.client.forOperation({ method: 'POST', path, body, isSafe: false });
    return newsFromAnswer(answer, this.config.paymob.ownerId);
  }

  /** Null when Paymob does not know it. */
  private async find(method: 'GET' | 'POST', path: string, body?: object): Promise<ProviderNews | null> {
    try {
      const answer = await this.client.byToken({ method, path, ...(body && { body }), isSafe: true });
      return newsFromAnswer(answer, this.config.paymob.ownerId);
    } catch (error) {
      if (error instanceof ProviderRefusedError && error.status === 404) return null;
      throw error;
    }
  }

  private dayOf(time: Date): string {
    return time.toLocaleDateString('en-CA', { timeZone: this.config.paymob.timeZone });
  }
}

function channelOf(integrations: Partial<Record<string, number>>, method: string): number | undefined {
  return method === 'wallet' || method === 'kiosk' ? integrations[method] : undefined;
}
