import { DomainError } from '../../common/errors/domain.error.js';

export class SkuTakenError extends DomainError {
  readonly code = 'products.sku_taken';
  readonly kind = 'conflict';
  constructor(readonly sku: string | undefined) {
    super('Another product has a variant with this SKU', { extensions: sku === undefined ? {} : { sku } });
  }
}

export class ProductSlugTakenError extends DomainError {
  readonly code = 'products.slug_taken';
  readonly kind = 'conflict';
  constructor(slug: string) {
    super('Another product has this slug', { extensions: { slug } });
  }
}

export class UnknownCategoryError extends DomainError {
  readonly code = 'products.unknown_category';
  readonly kind = 'unprocessable';
  constructor(categoryIds: string[]) {
    super('There is no such category', { extensions: { categoryIds } });
  }
}
