import { Types } from 'mongoose';
import type { ProductContent, VariantContent } from '../../src/modules/products/domain/product-content.js';
import { fieldsOf } from '../../src/modules/products/product-content.mapper.js';
import type { ProductRecord } from '../../src/modules/products/product.schema.js';
import { uniqueSku } from './product.factory.js';

export interface StoredProductOptions extends Partial<Omit<ProductContent, 'variants'>> {
  id?: Types.ObjectId;
  priceMinor?: number;
  inStock?: boolean;
  variants?: VariantContent[];
}

/** A published product as the database holds it, for tests that need many at once. */
export function buildStoredProduct(options: StoredProductOptions = {}): ProductRecord {
  const { id = new Types.ObjectId(), priceMinor = 10_000, inStock = false, ...content } = options;
  const now = new Date();
  const fields = fieldsOf(
    {
      name: { en: `Product ${id.toHexString()}` },
      status: 'published',
      categoryIds: [],
      images: [],
      options: [],
      variants: [
        {
          sku: uniqueSku(),
          optionValues: {},
          priceMinor,
          weightGrams: 0,
          taxClass: 'standard',
          active: true,
        },
      ],
      attributes: {},
      tags: [],
      ...content,
    },
    [],
  );
  return {
    _id: id,
    slug: `product-${id.toHexString()}`,
    ...fields,
    categoryIds: fields.categoryIds.map((categoryId) => new Types.ObjectId(categoryId)),
    variants: fields.variants.map((variant) => Object.assign(variant, { inStock })),
    version: 1,
    stockRevision: 0,
    createdAt: now,
    updatedAt: now,
  };
}
