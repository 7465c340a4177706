import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../../config/app-config.js';
import type { PaymentEvent } from '../../domain/payment-event.js';
import { InvalidSignatureError } from '../../payment.errors.js';
import { PaymentProvider, type Checkout, type CheckoutRequest } from '../../payment-provider.port.js';
import { PaymobClient } from './paymob.client.js';
import { isSignedBy, type SignedTransaction } from './paymob-hmac.js';
import { readProcessedCallback, readReturnQuery, toPaymentEvent } from './paymob-transaction.js';

const MAX_NAME = 50;

/** Paymob by its Intention API and the unified checkout page. */
@Injectable()
export class PaymobProvider extends PaymentProvider {
  constructor(
    private readonly client: PaymobClient,
    private readonly config: AppConfig,
  ) {
    super();
  }

  async createCheckout(request: CheckoutRequest): Promise<Checkout> {
    const { paymob, publicUrl } = this.config;
    const { intentionOrderId, clientSecret } = await this.client.createIntention({
      amount: request.amountMinor,
      currency: request.currency,
      payment_methods: [paymob.integrationId],
      // One line per cart line with its total: sources disagree whether Paymob multiplies by the quantity.
      items: request.lines.map(({ name, totalMinor }) => ({
        name: name.slice(0, MAX_NAME),
        amount: totalMinor,
        quantity: 1,
      })),
      billing_data: {
        first_name: request.customer.firstName.slice(0, MAX_NAME),
        last_name: request.customer.lastName.slice(0, MAX_NAME),
        email: request.customer.email,
        phone_number: request.customer.phone,
      },
      special_reference: request.reference,
      notification_url: `${publicUrl}/v1/payments/paymob/webhook`,
      redirection_url: `${publicUrl}/v1/payments/paymob/return`,
    });
    const parameters = new URLSearchParams({ publicKey: paymob.publicKey, clientSecret });
    return {
      providerOrderId: intentionOrderId,
      checkoutUrl: `${paymob.baseUrl}/unifiedcheckout/?${parameters.toString()}`,
    };
  }

  parseCallback(body: unknown, hmac: unknown): PaymentEvent | null {
    return this.verified(readProcessedCallback(body), hmac);
  }

  parseReturn(query: Record<string, unknown>): PaymentEvent | null {
    return this.verified(readReturnQuery(query), query['hmac']);
  }

  private verified(transaction: SignedTransaction | null, hmac: unknown): PaymentEvent {
    const { hmacSecret, ownerId, integrationId } = this.config.paymob;
    if (transaction === null || !isSignedBy(transaction, hmac, hmacSecret)) throw new InvalidSignatureError();
    // Pinned, because digits could slide between neighbours of the signed text without changing it (paymob.md 3.7).
    if (transaction.owner !== ownerId || transaction.integration_id !== integrationId)
      throw new InvalidSignatureError();
    return toPaymentEvent(transaction);
  }
}
