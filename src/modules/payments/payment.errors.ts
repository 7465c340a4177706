import { DomainError } from '../../common/errors/domain.error.js';

/** A callback that is not provably the provider's. Says nothing about why. */
export class InvalidSignatureError extends DomainError {
  readonly code = 'payments.invalid_signature';
  readonly kind = 'unauthenticated';
  constructor() {
    super('The signature is not valid');
  }
}

/** The order takes no payment: it is paid, cancelled, or paid on delivery. */
export class OrderNotPayableError extends DomainError {
  readonly code = 'payments.order_not_payable';
  readonly kind = 'conflict';
  constructor(status: string, paymentStatus: string) {
    super('This order does not take a payment', { extensions: { status, paymentStatus } });
  }
}

/** The provider refused or could not be reached; the order can still be paid later. */
export class PaymentProviderError extends DomainError {
  readonly code: string;
  readonly kind: 'bad-gateway' | 'unavailable';
  constructor(kind: 'bad-gateway' | 'unavailable', cause?: unknown) {
    super('The payment provider cannot be used at the moment; the order is kept, try again shortly', {
      retryAfterSeconds: 5,
      cause,
    });
    this.kind = kind;
    this.code = kind === 'unavailable' ? 'payments.provider_unavailable' : 'payments.provider_refused';
  }
}
