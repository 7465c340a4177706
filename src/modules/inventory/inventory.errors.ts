import { DomainError } from '../../common/errors/domain.error.js';

/** A line asks for more than can be promised. */
export class InsufficientStockError extends DomainError {
  readonly code = 'orders.insufficient_stock';
  readonly kind = 'conflict';
  constructor(readonly shortages: Shortage[]) {
    super('Some items are not available in the wanted quantity', { extensions: { shortages } });
  }
}

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** An adjustment would leave fewer units than are already promised to buyers. */
export class StockBelowReservedError extends DomainError {
  readonly code = 'inventory.below_reserved';
  readonly kind = 'conflict';
  constructor(sku: string) {
    super('Fewer units would be left than are reserved for orders', { extensions: { sku } });
  }
}
