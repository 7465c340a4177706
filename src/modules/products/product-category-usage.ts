import { Injectable } from '@nestjs/common';
import { CategoryUsage } from '../categories/index.js';
import { ProductRepository } from './product.repository.js';

/** Answers the categories module, which does not know of products. */
@Injectable()
export class ProductCategoryUsage extends CategoryUsage {
  constructor(private readonly products: ProductRepository) {
    super();
  }

  async hasProducts(categoryId: string): Promise<boolean> {
    return this.products.existsInCategory(categoryId);
  }

  async detach(categoryId: string): Promise<void> {
    await this.products.detachCategory(categoryId);
  }
}
