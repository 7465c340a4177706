import { DomainError } from '../../common/errors/domain.error.js';
import type { Shortage } from './domain/allocation.js';

/** A line asks for more than can be promised. */
export class InsufficientStockError extends DomainError {
  readonly code = 'orders.insufficient_stock';
  readonly kind = 'conflict';
  constructor(readonly shortages: Shortage[]) {
    super('Some items are not available in the wanted quantity', { extensions: { shortages } });
  }
}

/** So many buyers reserve the same SKU at this moment that no ledger has room. */
export class StockContendedError extends DomainError {
  readonly code = 'orders.stock_contended';
  readonly kind = 'unavailable';
  constructor() {
    super('Too many people are buying this item right now; try again', { retryAfterSeconds: 1 });
  }
}

/** An adjustment would leave fewer units than are already promised to buyers. */
export class StockBelowReservedError extends DomainError {
  readonly code = 'inventory.below_reserved';
  readonly kind = 'conflict';
  constructor(sku: string) {
    super('Fewer units would be left than are reserved for orders', { extensions: { sku } });
  }
}

export class UnknownLocationError extends DomainError {
  readonly code = 'inventory.unknown_location';
  readonly kind = 'unprocessable';
  constructor(locationCode: string) {
    super('There is no such stock location', { extensions: { locationCode } });
  }
}
