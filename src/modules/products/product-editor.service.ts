import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import {
  ResourceNotFoundError,
  ServiceUnavailableError,
  StaleVersionError,
  ValidationFailedError,
} from '../../common/errors/common.errors.js';
import { MAX_SLUG_LENGTH, slugify } from '../../common/text/slug.js';
import { CategoriesService } from '../categories/index.js';
import { InventoryService } from '../inventory/index.js';
import { contradictionsIn, type ProductContent } from './domain/product-content.js';
import { fieldsOf } from './product-content.mapper.js';
import { ProductSlugTakenError, UnknownCategoryError } from './product.errors.js';
import { ProductRepository } from './product.repository.js';
import type { ProductRecord } from './product.schema.js';

/** What a change makes of a product; computed anew when the product changes meanwhile. */
export type ProductChange = (before: ProductRecord) => { content: ProductContent; slug: string };

const SLUG_ATTEMPTS = 5;
/** Each repeat means that another writer, or the inventory, changed the product between our read and our write. */
const WRITE_ATTEMPTS = 20;

/** Every change of a product's content, for staff, imports and the demo shop alike. */
@Injectable()
export class ProductEditor {
  constructor(
    private readonly products: ProductRepository,
    private readonly categories: CategoriesService,
    private readonly inventory: InventoryService,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a product; without a slug it gets a free one made of its English name.
   * @throws {ValidationFailedError} @throws {UnknownCategoryError} @throws {SkuTakenError} @throws {ProductSlugTakenError}
   */
  async create(content: ProductContent, slug?: string): Promise<ProductRecord> {
    await this.assertSound(content);
    const fields = fieldsOf(content, []);
    const base = slug ?? slugify(content.name.en);
    for (let attempt = 0; ; attempt++) {
      try {
        const product = await this.products.insert({
          ...fields,
          slug: attempt === 0 ? base : numbered(base),
        });
        return await this.settle(product, []);
      } catch (error) {
        const mayTryAnother = slug === undefined && attempt < SLUG_ATTEMPTS;
        if (!(error instanceof ProductSlugTakenError && mayTryAnother)) throw error;
      }
    }
  }

  /**
   * Changes a product, if it still has the version that the caller read; null for any.
   * @throws {ResourceNotFoundError} @throws {StaleVersionError} and as `create`
   */
  async update(id: string, change: ProductChange, version: number | null): Promise<ProductRecord> {
    for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
      const before = await this.products.findById(id);
      if (before === null) throw productNotFound();
      if (version !== null && before.version !== version) throw new StaleVersionError();
      const { content, slug } = change(before);
      await this.assertSound(content);
      const fields = { ...fieldsOf(content, before.variants), slug };
      const after = await this.products.replace(before._id, before, fields);
      if (after !== null)
        return this.settle(
          after,
          before.variants.map(({ sku }) => sku),
        );
    }
    throw new ServiceUnavailableError('The product is being changed by many at once; try again shortly');
  }

  /** Removes a product for good; orders keep what they sold. @throws {ResourceNotFoundError} @throws {StaleVersionError} */
  async remove(id: string, version: number | null): Promise<void> {
    if (await this.products.remove(id, version)) return;
    if ((await this.products.findById(id)) === null) throw productNotFound();
    throw new StaleVersionError();
  }

  private async assertSound(content: ProductContent): Promise<void> {
    const errors = contradictionsIn(content);
    if (errors.length > 0) throw new ValidationFailedError(errors);
    const unknown = await this.unknownCategories(content.categoryIds);
    if (unknown.length > 0) throw new UnknownCategoryError(unknown);
  }

  private async unknownCategories(ids: string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const tree = await this.categories.tree();
    return ids.filter((id) => !tree.has(id));
  }

  /** Catches up with what happened elsewhere between the checks and the write: stock of new SKUs, categories that went. */
  private async settle(product: ProductRecord, knownSkus: string[]): Promise<ProductRecord> {
    const newSkus = product.variants.map(({ sku }) => sku).filter((sku) => !knownSkus.includes(sku));
    const readAt = this.clock.now();
    for (const { sku, orderable } of (await this.inventory.levels(newSkus)).values()) {
      await this.products.markAvailability(sku, orderable > 0, readAt);
    }
    const gone = await this.unknownCategories(product.categoryIds.map((id) => id.toHexString()));
    for (const categoryId of gone) await this.products.detachCategory(categoryId);
    return gone.length === 0
      ? product
      : ((await this.products.findById(product._id.toHexString())) ?? product);
  }
}

export function productNotFound(): ResourceNotFoundError {
  return new ResourceNotFoundError('product', 'products.not_found');
}

/** A number that the same name has hardly been given before; counting up would make parallel writers meet again and again. */
function numbered(slug: string): string {
  return `${slug.slice(0, MAX_SLUG_LENGTH - 7)}-${randomInt(100_000, 1_000_000)}`;
}
