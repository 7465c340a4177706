import { Injectable } from '@nestjs/common';
import { AvailabilityListener } from '../inventory/index.js';
import { ProductRepository } from './product.repository.js';

/** Keeps the catalogue's in-stock flags; they serve the `inStock` filter and nothing else. */
@Injectable()
export class ProductAvailabilityListener extends AvailabilityListener {
  constructor(private readonly products: ProductRepository) {
    super();
  }

  async availabilityChanged(sku: string, inStock: boolean, at: Date): Promise<void> {
    await this.products.markAvailability(sku, inStock, at);
  }
}
