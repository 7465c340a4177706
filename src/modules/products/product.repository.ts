import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { ProductRecord } from './product.schema.js';

/** What a sale needs to know of a product. */
export type SellableProduct = Pick<ProductRecord, '_id' | 'name' | 'variants'>;

/** Every query of the products. */
@Injectable()
export class ProductRepository {
  constructor(@InjectModel(ProductRecord.name) private readonly model: Model<ProductRecord>) {}

  /** The published products that have any of these SKUs. */
  async findPublishedBySkus(skus: string[]): Promise<SellableProduct[]> {
    return this.model
      .find({ 'variants.sku': { $in: skus }, status: 'published' }, { name: 1, variants: 1 })
      .setOptions({ sanitizeFilter: false })
      .lean<SellableProduct[]>();
  }

  /** Notes whether a SKU is in stock, unless something newer is known. Repeating it changes nothing. */
  async markAvailability(sku: string, inStock: boolean, at: Date): Promise<void> {
    await this.model.updateOne(
      { variants: { $elemMatch: { sku, inStockAt: { $lt: at } } } },
      {
        $set: { 'variants.$.inStock': inStock, 'variants.$.inStockAt': at },
        $inc: { stockRevision: 1 },
      },
      { sanitizeFilter: false, timestamps: false },
    );
  }
}
