import { Injectable } from '@nestjs/common';
import { ProductRepository } from './product.repository.js';
import type { LocalizedText } from './product.schema.js';

/** A variant that can be bought right now, as far as the catalogue knows; stock is the inventory's word. */
export interface SellableVariant {
  sku: string;
  productId: string;
  title: LocalizedText;
  optionValues: Record<string, string>;
  /** In the minor unit of the store's currency. */
  unitPriceMinor: number;
  weightGrams: number;
  taxClass: string;
}

@Injectable()
export class ProductsService {
  constructor(private readonly products: ProductRepository) {}

  /** The active variants of published products among these SKUs, in one query; others are missing from the map. */
  async findSellable(skus: string[]): Promise<Map<string, SellableVariant>> {
    if (skus.length === 0) return new Map();
    const wanted = new Set(skus);
    const products = await this.products.findPublishedBySkus([...wanted]);
    return new Map(
      products.flatMap((product) =>
        product.variants
          .filter((variant) => variant.active && wanted.has(variant.sku))
          .map(({ sku, optionValues, priceMinor, weightGrams, taxClass }) => [
            sku,
            {
              sku,
              productId: product._id.toHexString(),
              title: product.name,
              optionValues,
              unitPriceMinor: priceMinor,
              weightGrams,
              taxClass,
            },
          ]),
      ),
    );
  }
}
