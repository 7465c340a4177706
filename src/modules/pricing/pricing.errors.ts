import { DomainError } from '../../common/errors/domain.error.js';

/** No zone, or no method of that code in it, serves the address for these goods. */
export class ShippingUnavailableError extends DomainError {
  readonly code = 'orders.shipping_unavailable';
  readonly kind = 'unprocessable';
  /** @param available codes of the methods that do serve it */
  constructor(method: string, available: string[]) {
    super(
      available.length === 0
        ? 'The shop does not deliver these items to this address'
        : `The shipping method ${method} is not available for this address and these items`,
      { extensions: { available } },
    );
  }
}

/** The shipping method does not take cash at the door. */
export class CashOnDeliveryUnavailableError extends DomainError {
  readonly code = 'orders.cash_on_delivery_unavailable';
  readonly kind = 'unprocessable';
  constructor(method: string) {
    super(`The shipping method ${method} cannot be paid in cash on delivery`);
  }
}
