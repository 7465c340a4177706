import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../../config/app-config.js';
import { PaymentProviderError } from '../../payment.errors.js';

const TIMEOUT_MS = 8_000;

export interface IntentionBody {
  amount: number;
  currency: string;
  payment_methods: number[];
  items: { name: string; amount: number; quantity: number }[];
  billing_data: { first_name: string; last_name: string; email: string; phone_number: string };
  special_reference: string;
  notification_url: string;
  redirection_url: string;
}

/** Paymob's HTTP interface: addresses, headers and time-outs, nothing more. */
@Injectable()
export class PaymobClient {
  constructor(private readonly config: AppConfig) {}

  /** Creates a payment intention. Never repeated by itself: Paymob knows no idempotency key. */
  async createIntention(body: IntentionBody): Promise<{ intentionOrderId: number; clientSecret: string }> {
    const answer = await this.post('/v1/intention/', body);
    const intentionOrderId = answer['intention_order_id'];
    const clientSecret = answer['client_secret'];
    if (typeof intentionOrderId !== 'number' || typeof clientSecret !== 'string') {
      throw new PaymentProviderError(
        'bad-gateway',
        new Error('The intention lacks its order id or client secret'),
      );
    }
    return { intentionOrderId, clientSecret };
  }

  private async post(path: string, body: unknown): Promise<Record<string, unknown>> {
    const { baseUrl, secretKey } = this.config.paymob;
    let response: Response;
    try {
      response = await fetch(baseUrl + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Token ${secretKey}` },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      });
    } catch (cause) {
      throw new PaymentProviderError('unavailable', cause);
    }
    const text = await response.text().catch(() => '');
    if (!response.ok) {
      throw new PaymentProviderError(
        response.status >= 500 || response.status === 429 ? 'unavailable' : 'bad-gateway',
        new Error(`Paymob answered ${response.status}`),
      );
    }
    try {
      return JSON.parse(text) as Record<string, unknown>;
    } catch (cause) {
      throw new PaymentProviderError('bad-gateway', cause);
    }
  }
}
