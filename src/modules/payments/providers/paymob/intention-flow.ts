import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../../config/app-config.js';
import type { Checkout, CheckoutRequest } from '../../payment-provider.port.js';
import { requireInteger, requireText } from './json.js';
import { PaymobClient } from './paymob.client.js';
import { type PaymobFlow, shortName } from './paymob-flow.js';

/** Paymob takes no more for one payment. */
const MAX_CARD_TOKENS = 3;

/** The current way: an intention, and Paymob's own checkout page for every method (paymob.md 5). */
@Injectable()
export class IntentionFlow implements PaymobFlow {
  constructor(
    private readonly client: PaymobClient,
    private readonly config: AppConfig,
  ) {}

  async createCheckout(request: CheckoutRequest, integrationId: number, seconds: number): Promise<Checkout> {
    const { paymob, publicUrl } = this.config;
    const { customer } = request;
    const answer = await this.client.bySecretKey({
      method: 'POST',
      path: '/v1/intention/',
      isSafe: false,
      body: {
        amount: request.amountMinor,
        currency: request.currency,
        payment_methods: [integrationId],
        expiration: seconds,
        // One line per cart line with its total: sources disagree whether Paymob multiplies by the quantity.
        items: request.lines.map(({ name, totalMinor }) => ({
          name: shortName(name),
          amount: totalMinor,
          quantity: 1,
        })),
        billing_data: {
          first_name: shortName(customer.firstName),
          last_name: shortName(customer.lastName),
          email: customer.email,
          phone_number: customer.phone,
        },
        special_reference: request.reference,
        notification_url: `${publicUrl}/v1/payments/paymob/webhook`,
        redirection_url: `${publicUrl}/v1/payments/paymob/return`,
        ...(request.cardTokens.length > 0 && { card_tokens: request.cardTokens.slice(0, MAX_CARD_TOKENS) }),
      },
    });
    const parameters = new URLSearchParams({
      publicKey: paymob.publicKey,
      clientSecret: requireText(answer, 'client_secret'),
    });
    return {
      providerOrderId: String(requireInteger(answer, 'intention_order_id')),
      channelId: String(integrationId),
      url: `${paymob.baseUrl}/unifiedcheckout/?${parameters.toString()}`,
    };
  }
}
