import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { categoryKey } from './domain/list-keys.js';
import { PRODUCT_STATUSES } from './domain/product-status.js';
import type { ContentFields } from './product-content.mapper.js';
import { ProductSlugTakenError, SkuTakenError } from './product.errors.js';
import { ProductRecord } from './product.schema.js';

/** What a sale needs to know of a product. */
export type SellableProduct = Pick<ProductRecord, '_id' | 'name' | 'variants'>;

export type ProductFields = ContentFields & Pick<ProductRecord, 'slug'>;

/** The state that a write was computed from. */
export type WriteCondition = Pick<ProductRecord, 'version' | 'stockRevision'>;

/** Every query of single products; the lists have a repository of their own. */
@Injectable()
export class ProductRepository {
  constructor(@InjectModel(ProductRecord.name) private readonly model: Model<ProductRecord>) {}

  async findById(id: string): Promise<ProductRecord | null> {
    return this.model.findById(id).lean<ProductRecord>();
  }

  async findBySlug(slug: string): Promise<ProductRecord | null> {
    return this.model.findOne({ slug }).lean<ProductRecord>();
  }

  /** The published products that have any of these SKUs. */
  async findPublishedBySkus(skus: string[]): Promise<SellableProduct[]> {
    return this.model
      .find({ 'variants.sku': trusted({ $in: skus }), status: 'published' }, { name: 1, variants: 1 })
      .lean<SellableProduct[]>();
  }

  /** @throws {ProductSlugTakenError} @throws {SkuTakenError} */
  async insert(fields: ProductFields): Promise<ProductRecord> {
    try {
      const product = await this.model.create({ ...stored(fields), version: 1, stockRevision: 0 });
      return product.toObject<ProductRecord>();
    } catch (error) {
      throw conflictOf(error, fields.slug);
    }
  }

  /**
   * Stores what was computed from a product in a certain state; null when it is in that state no more.
   * @throws {ProductSlugTakenError} @throws {SkuTakenError}
   */
  async replace(
    id: Types.ObjectId,
    { version, stockRevision }: WriteCondition,
    fields: ProductFields,
  ): Promise<ProductRecord | null> {
    const { description, ...others } = stored(fields);
    try {
      return await this.model
        .findOneAndUpdate(
          { _id: id, version, stockRevision },
          {
            $set: { ...others, ...(description !== undefined && { description }) },
            $inc: { version: 1 },
          },
          { returnDocument: 'after' },
        )
        .lean<ProductRecord>();
    } catch (error) {
      throw conflictOf(error, fields.slug);
    }
  }

  /** Removes a product in a version, null for any; false when there is none. */
  async remove(id: string, version: number | null): Promise<boolean> {
    const result = await this.model.deleteOne({ _id: id, ...(version !== null && { version }) });
    return result.deletedCount === 1;
  }

  /** Notes whether a SKU is in stock, unless something newer is known. Repeating it changes nothing. */
  async markAvailability(sku: string, inStock: boolean, at: Date): Promise<void> {
    await this.model.updateOne(
      { variants: trusted({ $elemMatch: { sku, inStockAt: { $lte: at } } }) },
      {
        $set: { 'variants.$.inStock': inStock, 'variants.$.inStockAt': at },
        $inc: { stockRevision: 1 },
      },
      { timestamps: false },
    );
  }

  /** The products that have any of these slugs or SKUs, each once. */
  async findBySlugsOrSkus(slugs: string[], skus: string[]): Promise<ProductRecord[]> {
    const found = await Promise.all(
      [{ slug: trusted({ $in: slugs }) }, { 'variants.sku': trusted({ $in: skus }) }].map((filter) =>
        this.model.find(filter).lean<ProductRecord[]>(),
      ),
    );
    return [...new Map(found.flat().map((product) => [product._id.toHexString(), product])).values()];
  }

  /** Notes the counts that a file gave of a product's SKUs. Repeating it changes nothing more. */
  async markImportedStock(id: Types.ObjectId, counts: { sku: string; onHand: number }[]): Promise<void> {
    if (counts.length === 0) return;
    await this.model.updateOne(
      { _id: id },
      {
        $set: Object.fromEntries(counts.map(({ onHand }, i) => [`variants.$[v${i}].importedStock`, onHand])),
        $inc: { stockRevision: 1 },
      },
      { arrayFilters: counts.map(({ sku }, i) => ({ [`v${i}.sku`]: sku })), timestamps: false },
    );
  }

  async existsInCategory(categoryId: string): Promise<boolean> {
    return (await this.model.exists(inCategory(categoryId))) !== null;
  }

  /** Takes products out of a category. */
  async detachCategory(categoryId: string): Promise<void> {
    await this.model.updateMany(inCategory(categoryId), {
      $pull: { categoryIds: new Types.ObjectId(categoryId), listKeys: categoryKey(categoryId) },
      $inc: { version: 1 },
    });
  }
}

/** All statuses by name, because the list indexes begin with the status. */
function inCategory(categoryId: string): QueryFilter<ProductRecord> {
  return { status: trusted({ $in: PRODUCT_STATUSES }), listKeys: categoryKey(categoryId) };
}

function stored(fields: ProductFields) {
  return { ...fields, categoryIds: fields.categoryIds.map((id) => new Types.ObjectId(id)) };
}

/** What a refused write means to the client. */
function conflictOf(error: unknown, slug: string): unknown {
  if (isDuplicateKey(error, 'slug')) return new ProductSlugTakenError(slug);
  if (isDuplicateKey(error, 'variants.sku')) return new SkuTakenError(duplicateValue(error, 'variants.sku'));
  return error;
}

/** The value that a unique index refused, as far as the server tells. */
function duplicateValue(error: unknown, field: string): string | undefined {
  const values: unknown = (error as { keyValue?: unknown }).keyValue;
  const value = typeof values === 'object' && values !== null ? Reflect.get(values, field) : undefined;
  return typeof value === 'string' ? value : undefined;
}
