import { DomainError } from '../../common/errors/domain.error.js';

/** The cart has become an order and takes no more changes. */
export class CartAlreadyOrderedError extends DomainError {
  readonly code = 'carts.already_ordered';
  readonly kind = 'conflict';
  constructor(orderId: string | undefined) {
    super('This cart has already been ordered', { extensions: orderId === undefined ? {} : { orderId } });
  }
}

/** The guest's cart has gone into the customer's at sign-in and takes no more changes. */
export class CartMergedError extends DomainError {
  readonly code = 'carts.merged';
  readonly kind = 'conflict';
  constructor() {
    super('This cart has gone into the customer’s cart');
  }
}

/** The SKU does not exist or is not on sale. */
export class SkuNotSellableError extends DomainError {
  readonly code = 'carts.sku_not_sellable';
  readonly kind = 'unprocessable';
  constructor(sku: string) {
    super('This SKU is not on sale', { extensions: { sku } });
  }
}

export class CartLimitError extends DomainError {
  readonly code = 'carts.limit_exceeded';
  readonly kind = 'unprocessable';
}
