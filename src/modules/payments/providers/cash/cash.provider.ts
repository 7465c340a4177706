import { Injectable } from '@nestjs/common';
import { CASH } from '../../domain/cash.js';
import type { ProviderNews } from '../../domain/transaction-fact.js';
import { MethodUnavailableError } from '../../payment.errors.js';
import { type Checkout, type CheckoutRequest, PaymentProvider } from '../../payment-provider.port.js';

/**
 * Cash on delivery. It moves from hand to hand, so there is nobody to ask: an operation has happened when it is written
 * down. Parcels capture it, staff note what they hand back, and what was promised at the door is never voided.
 */
@Injectable()
export class CashProvider extends PaymentProvider {
  readonly name = CASH;
  readonly opensAs = 'succeeded';
  readonly staffMay = ['refund'] as const;

  createCheckout({ method, currency }: CheckoutRequest): Promise<Checkout> {
    return Promise.reject(new MethodUnavailableError(method, currency));
  }

  capture(): Promise<ProviderNews> {
    return nobodyToAsk();
  }

  void(): Promise<ProviderNews> {
    return nobodyToAsk();
  }

  refund(): Promise<ProviderNews> {
    return nobodyToAsk();
  }

  inquire(): Promise<ProviderNews[]> {
    return Promise.resolve([]);
  }

  canVoid(): boolean {
    return false;
  }
}

function nobodyToAsk(): Promise<never> {
  return Promise.reject(new Error('Cash is written down, never asked for'));
}
