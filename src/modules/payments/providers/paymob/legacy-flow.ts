import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../../config/app-config.js';
import type { Checkout, CheckoutRequest } from '../../payment-provider.port.js';
import { member, requireInteger, requireText, unexpectedAnswer } from './json.js';
import { PaymobClient } from './paymob.client.js';
import { type PaymobFlow, shortName } from './paymob-flow.js';

/** For all calls of one checkout together. */
const TIMEOUT_MS = 6_000;
/** Paymob's own limit for a payment key. */
const MAX_KEY_SECONDS = 3_600;
/** What Paymob wants to read where an address has nothing to say. */
const NOTHING = 'NA';

/**
 * The older way: an order, a payment key, then an iframe for cards, or a payment that is begun by us and ended by the
 * customer in the wallet or at the kiosk (paymob.md 1). Callbacks go to the addresses set for the integration at Paymob.
 */
@Injectable()
export class LegacyFlow implements PaymobFlow {
  constructor(
    private readonly client: PaymobClient,
    private readonly config: AppConfig,
  ) {}

  async createCheckout(request: CheckoutRequest, integrationId: number, seconds: number): Promise<Checkout> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const orderId = await this.registerOrder(request, signal);
    const key = await this.createPaymentKey(request, { orderId, integrationId, seconds }, signal);
    return {
      providerOrderId: String(orderId),
      channelId: String(integrationId),
      ...(await this.present(request, key, signal)),
    };
  }

  private async present({ method, customer }: CheckoutRequest, key: string, signal: AbortSignal) {
    if (method === 'card') {
      const { baseUrl, iframeId } = this.config.paymob;
      const query = new URLSearchParams({ payment_token: key });
      const url = `${baseUrl}/api/acceptance/iframes/${iframeId}?${query.toString()}`;
      return { url, iframeUrl: url };
    }
    if (method === 'wallet') {
      const source = { identifier: toWalletNumber(customer.phone), subtype: 'WALLET' };
      return { url: requireText(await this.pay(key, source, signal), 'redirect_url') };
    }
    const answer = await this.pay(key, { identifier: 'AGGREGATOR', subtype: 'AGGREGATOR' }, signal);
    const reference = member(member(answer, 'data'), 'bill_reference');
    if (typeof reference !== 'number' && typeof reference !== 'string')
      throw unexpectedAnswer('bill_reference');
    return { billReference: String(reference) };
  }

  private async registerOrder(request: CheckoutRequest, signal: AbortSignal): Promise<number> {
    const answer = await this.client.byToken({
      method: 'POST',
      path: '/api/ecommerce/orders',
      isSafe: false,
      signal,
      body: {
        delivery_needed: false,
        amount_cents: request.amountMinor,
        currency: request.currency,
        merchant_order_id: request.reference,
        items: request.lines.map(({ name, totalMinor }) => ({
          name: shortName(name),
          amount_cents: totalMinor,
          description: NOTHING,
          quantity: 1,
        })),
      },
    });
    return requireInteger(answer, 'id');
  }

  private async createPaymentKey(
    { amountMinor, currency, customer }: CheckoutRequest,
    { orderId, integrationId, seconds }: { orderId: number; integrationId: number; seconds: number },
    signal: AbortSignal,
  ): Promise<string> {
    const answer = await this.client.byToken({
      method: 'POST',
      path: '/api/acceptance/payment_keys',
      isSafe: false,
      signal,
      body: {
        amount_cents: amountMinor,
        currency,
        expiration: Math.min(seconds, MAX_KEY_SECONDS),
        order_id: orderId,
        integration_id: integrationId,
        // A second payment of a paid order is refused by Paymob itself.
        lock_order_when_paid: true,
        billing_data: {
          ...ADDRESS,
          first_name: shortName(customer.firstName),
          last_name: shortName(customer.lastName),
          email: customer.email,
          phone_number: customer.phone,
        },
      },
    });
    return requireText(answer, 'token');
  }

  private async pay(key: string, source: { identifier: string; subtype: string }, signal: AbortSignal) {
    return this.client.byToken({
      method: 'POST',
      path: '/api/acceptance/payments/pay',
      isSafe: false,
      signal,
      body: { source, payment_token: key },
    });
  }
}

/** Every key must be there (paymob.md 1); Paymob needs to know no more of where the customer lives. */
const ADDRESS = {
  apartment: NOTHING,
  floor: NOTHING,
  street: NOTHING,
  building: NOTHING,
  shipping_method: NOTHING,
  postal_code: NOTHING,
  city: NOTHING,
  country: NOTHING,
  state: NOTHING,
};

/** Wallets know Egyptian mobile numbers as 01xxxxxxxxx. */
function toWalletNumber(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(?:00)?20(?=1\d{9}$)/, '0');
}
