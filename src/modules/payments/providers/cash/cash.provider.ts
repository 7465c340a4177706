import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { ProviderNews, TransactionFact } from '../../domain/transaction-fact.js';
import { MethodUnavailableError } from '../../payment.errors.js';
import {
  type Checkout,
  type CheckoutRequest,
  type OperationTarget,
  PaymentProvider,
} from '../../payment-provider.port.js';

export const CASH = 'cash';
/** The promise to pay at the door, which each parcel's cash captures a part of. */
const CASH_PROMISE = 'promise';

/**
 * Cash on delivery. It moves from hand to hand, so whatever is asked for is only noted and always succeeds; there is
 * nobody to be asked.
 */
@Injectable()
export class CashProvider extends PaymentProvider {
  readonly name = CASH;

  createCheckout({ method, currency }: CheckoutRequest): Promise<Checkout> {
    return Promise.reject(new MethodUnavailableError(method, currency));
  }

  capture(target: OperationTarget): Promise<ProviderNews> {
    return Promise.resolve(noted(target, 'capture'));
  }

  void(target: OperationTarget): Promise<ProviderNews> {
    return Promise.resolve(noted(target, 'return'));
  }

  refund(target: OperationTarget): Promise<ProviderNews> {
    return Promise.resolve(noted(target, 'return'));
  }

  inquire(): Promise<ProviderNews[]> {
    return Promise.resolve([]);
  }

  canVoid(): boolean {
    return true;
  }
}

/** What the customer owes at the door, as a transaction of its own. */
export function cashPromise(amountMinor: number): TransactionFact {
  return cashFact(CASH_PROMISE, 'payment', amountMinor);
}

function noted(
  { amountMinor, currency, transactionId }: OperationTarget,
  kind: 'capture' | 'return',
): ProviderNews {
  const fact = { ...cashFact(randomUUID(), kind, amountMinor), parentId: transactionId };
  return { provider: CASH, providerOrderId: CASH, currency, fact };
}

function cashFact(
  transactionId: string,
  kind: TransactionFact['kind'],
  amountMinor: number,
): TransactionFact {
  return {
    transactionId,
    kind,
    outcome: 'succeeded',
    amountMinor,
    isAuthorization: kind === 'payment',
    isVoided: false,
    isRefunded: false,
  };
}
