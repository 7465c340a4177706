import { DomainError, type DomainErrorOptions } from '../../common/errors/domain.error.js';

/** A callback that is not provably the provider's. Whoever sent it is not told why. */
export class InvalidSignatureError extends DomainError {
  readonly code = 'payments.invalid_signature';
  readonly kind = 'unauthenticated';
  /** @param reason for the log: its form, its signature, or that it is of an account or channel that is not the shop's */
  constructor(readonly reason: 'form' | 'signature' | 'account') {
    super('The signature is not valid');
  }
}

/** The order takes no payment: it is paid, cancelled, or paid on delivery. */
export class OrderNotPayableError extends DomainError {
  readonly code = 'payments.order_not_payable';
  readonly kind = 'conflict';
  constructor(orderStatus: string, paymentStatus: string) {
    super('This order does not take a payment', { extensions: { orderStatus, paymentStatus } });
  }
}

/** Trying one card after the other is what thieves do; an honest customer calls the shop long before. */
export class TooManyAttemptsError extends DomainError {
  readonly code = 'payments.too_many_attempts';
  readonly kind = 'conflict';
  constructor(maximum: number) {
    super(`An order takes at most ${maximum} attempts to pay; please contact the shop`);
  }
}

/** The shop does not take payments by this method, or not in this currency. */
export class MethodUnavailableError extends DomainError {
  readonly code = 'payments.method_unavailable';
  readonly kind = 'unprocessable';
  constructor(method: string, currency: string) {
    super(`Payment by ${method} in ${currency} is not available`, { extensions: { method } });
  }
}

export class CardsNeedAccountError extends DomainError {
  readonly code = 'payments.cards_need_account';
  readonly kind = 'unprocessable';
  constructor() {
    super('Only signed-in customers can save cards');
  }
}

export class NothingToCaptureError extends DomainError {
  readonly code = 'payments.nothing_to_capture';
  readonly kind = 'conflict';
  constructor(capturableMinor: number) {
    super('Less than that is authorised and not captured', { extensions: { capturableMinor } });
  }
}

export class RefundTooLargeError extends DomainError {
  readonly code = 'payments.refund_too_large';
  readonly kind = 'conflict';
  constructor(refundableMinor: number) {
    super('Less than that is left to give back', { extensions: { refundableMinor } });
  }
}

export class NotVoidableError extends DomainError {
  readonly code = 'payments.not_voidable';
  readonly kind = 'conflict';
  constructor() {
    super('Only a payment of which nothing was captured later or given back can be voided');
  }
}

/** A call to the provider failed. */
export abstract class PaymentProviderError extends DomainError {
  /** Whether the call may have moved money all the same. */
  readonly isInDoubt: boolean;

  constructor(message: string, isInDoubt: boolean, options: DomainErrorOptions) {
    super(message, options);
    this.isInDoubt = isInDoubt;
  }
}

/** It cannot be reached, is overloaded or broken, or answered with nonsense; the order can still be paid later. */
export class ProviderUnavailableError extends PaymentProviderError {
  readonly code = 'payments.provider_unavailable';
  readonly kind = 'unavailable';
  constructor({ isInDoubt, retryAfterSeconds = 5, cause }: ProviderOutage) {
    super(
      'The payment provider cannot be used at the moment; the order is kept, try again shortly',
      isInDoubt,
      { retryAfterSeconds, cause },
    );
  }
}

export interface ProviderOutage {
  isInDoubt: boolean;
  retryAfterSeconds?: number;
  cause: unknown;
}

/** It refused what was asked of it: an amount, a state, a customer's detail. Nothing was moved. */
export class ProviderRefusedError extends PaymentProviderError {
  readonly code = 'payments.provider_refused';
  readonly kind = 'unprocessable';
  /** @param answer the provider's own words */
  constructor(
    readonly status: number,
    readonly answer: string,
  ) {
    super('The payment provider refused the request', false, { extensions: { providerMessage: answer } });
  }
}

/** It does not know the shop's keys or channels; for the shop to mend. */
export class ProviderMisconfiguredError extends PaymentProviderError {
  readonly code = 'payments.provider_misconfigured';
  readonly kind = 'bad-gateway';
  constructor(
    readonly status: number,
    cause: unknown,
  ) {
    super('The shop’s account at the payment provider is not set up for this', false, { cause });
  }
}
