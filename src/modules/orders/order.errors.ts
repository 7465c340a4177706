import { DomainError } from '../../common/errors/domain.error.js';

export class EmptyCartError extends DomainError {
  readonly code = 'orders.empty_cart';
  readonly kind = 'unprocessable';
  constructor() {
    super('The cart is empty');
  }
}

/** Something in the cart is no longer on sale. */
export class NotSellableError extends DomainError {
  readonly code = 'orders.not_sellable';
  readonly kind = 'conflict';
  constructor(skus: string[]) {
    super('Some items of the cart are no longer on sale', { extensions: { skus } });
  }
}

/** The total is not the one that the customer was shown. */
export class TotalChangedError extends DomainError {
  readonly code = 'orders.total_changed';
  readonly kind = 'conflict';
  constructor(totalMinor: number, currency: string) {
    super('The total has changed; show it to the customer and place the order with the new one', {
      extensions: { totalMinor, currency },
    });
  }
}

export class ShippingUnavailableError extends DomainError {
  readonly code = 'orders.shipping_unavailable';
  readonly kind = 'unprocessable';
  constructor() {
    super('This shipping method does not serve the address');
  }
}

export class EmailRequiredError extends DomainError {
  readonly code = 'orders.email_required';
  readonly kind = 'unprocessable';
  constructor() {
    super('A guest’s order needs an e-mail address');
  }
}

/** The cart changed between the reading and the placing. */
export class CartChangedError extends DomainError {
  readonly code = 'orders.cart_changed';
  readonly kind = 'conflict';
  constructor() {
    super('The cart was changed while the order was being placed; read it again');
  }
}

/** The order of this cart is being placed by another request. */
export class OrderInProgressError extends DomainError {
  readonly code = 'orders.in_progress';
  readonly kind = 'conflict';
  constructor() {
    super('An order for this cart is being placed', { retryAfterSeconds: 1 });
  }
}

/** The published graph has no such edge from where the order stands. */
export class IllegalTransitionError extends DomainError {
  readonly code = 'orders.illegal_transition';
  readonly kind = 'conflict';
  constructor(what: string, state: { status: string; paymentStatus: string; fulfilmentStatus: string }) {
    super(
      `An order that is ${state.status}, ${state.paymentStatus} and ${state.fulfilmentStatus} cannot be ${what}`,
      {
        extensions: {
          status: state.status,
          paymentStatus: state.paymentStatus,
          fulfilmentStatus: state.fulfilmentStatus,
        },
      },
    );
  }
}
