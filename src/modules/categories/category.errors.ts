import { DomainError } from '../../common/errors/domain.error.js';

export class CategorySlugTakenError extends DomainError {
  readonly code = 'categories.slug_taken';
  readonly kind = 'conflict';
  constructor(slug: string) {
    super('Another category has this slug', { extensions: { slug } });
  }
}

/** The move would put a category below itself. */
export class CategoryCycleError extends DomainError {
  readonly code = 'categories.cycle';
  readonly kind = 'unprocessable';
  constructor() {
    super('A category cannot be put below itself or one of its own subcategories');
  }
}

export class UnknownParentError extends DomainError {
  readonly code = 'categories.unknown_parent';
  readonly kind = 'unprocessable';
  constructor() {
    super('There is no category with the id given as parentId');
  }
}

export class CategoryLimitError extends DomainError {
  readonly code = 'categories.limit_exceeded';
  readonly kind = 'unprocessable';
}

/** The category has subcategories or products, so it cannot go. */
export class CategoryInUseError extends DomainError {
  readonly code = 'categories.in_use';
  readonly kind = 'conflict';
  constructor(by: 'subcategories' | 'products') {
    super(`The category still has ${by}; move them first`);
  }
}
