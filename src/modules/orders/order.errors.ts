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
          orderStatus: state.status,
          paymentStatus: state.paymentStatus,
          fulfilmentStatus: state.fulfilmentStatus,
        },
      },
    );
  }
}

/** Lines are named that the order does not have. */
export class UnknownLineError extends DomainError {
  readonly code = 'orders.unknown_line';
  readonly kind = 'unprocessable';
  constructor(skus: string[]) {
    super('The order has no line of these SKUs', { extensions: { skus } });
  }
}

/** More units are named than are neither cancelled nor sent. */
export class LinesNotOpenError extends DomainError {
  readonly code = 'orders.quantity_not_open';
  readonly kind = 'conflict';
  constructor(lines: { sku: string; wanted: number; open: number }[]) {
    super('Fewer units are open than that', { extensions: { lines } });
  }
}

/** Backordered units have not come in yet. */
export class GoodsMissingError extends DomainError {
  readonly code = 'orders.goods_missing';
  readonly kind = 'conflict';
  constructor(lines: { sku: string; wanted: number; ready: number }[]) {
    super('Some units are backordered and have not come in', { extensions: { lines } });
  }
}

/** The courier's cash is not what the parcel carries. */
export class AmountMismatchError extends DomainError {
  readonly code = 'orders.amount_mismatch';
  readonly kind = 'unprocessable';
  constructor(expectedMinor: number, currency: string) {
    super('The amount is not the one that the parcel carries', { extensions: { expectedMinor, currency } });
  }
}

export class OrderLimitError extends DomainError {
  readonly code = 'orders.limit_exceeded';
  readonly kind = 'unprocessable';
}
