import type { LocalizedText } from '../../../common/text/localized-text.js';
import {
  CategoryCycleError,
  CategoryInUseError,
  CategoryLimitError,
  CategorySlugTakenError,
  UnknownParentError,
} from '../category.errors.js';

export interface Category {
  readonly id: string;
  readonly slug: string;
  readonly name: LocalizedText;
  /** Null for a category at the top. */
  readonly parentId: string | null;
  /** Order among the siblings, smallest first; equals stand by name. */
  readonly position: number;
  /** Counts the changes of this category. */
  readonly version: number;
}

/** Keeps the stored tree, at some 500 bytes a category, far below MongoDB's 16 MB per document. */
export const MAX_CATEGORIES = 5_000;
export const MAX_DEPTH = 10;

/**
 * The whole category tree as one value. Every change makes a new tree that is valid in itself:
 * slugs are unique, each parent exists, nothing is below itself.
 */
export class CategoryTree {
  private readonly byId: ReadonlyMap<string, Category>;
  private readonly bySlug: ReadonlyMap<string, Category>;
  private readonly children: ReadonlyMap<string | null, Category[]>;

  constructor(readonly categories: readonly Category[]) {
    this.byId = new Map(categories.map((category) => [category.id, category]));
    this.bySlug = new Map(categories.map((category) => [category.slug, category]));
    const children = new Map<string | null, Category[]>();
    for (const category of categories) {
      const siblings = children.get(category.parentId);
      if (siblings === undefined) children.set(category.parentId, [category]);
      else siblings.push(category);
    }
    for (const siblings of children.values()) siblings.sort(byPosition);
    this.children = children;
  }

  /** By id or slug; a slug never looks like an id. */
  find(idOrSlug: string): Category | undefined {
    return this.byId.get(idOrSlug) ?? this.bySlug.get(idOrSlug);
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** In the order in which they are shown; null gives the top. */
  childrenOf(id: string | null): readonly Category[] {
    return this.children.get(id) ?? [];
  }

  /** From the top down to the parent. */
  ancestorsOf(id: string): Category[] {
    const ancestors: Category[] = [];
    for (let parent = this.parentOf(id); parent !== undefined; parent = this.parentOf(parent.id)) {
      ancestors.unshift(parent);
    }
    return ancestors;
  }

  /** The category's own id and those of everything below it. */
  subtreeIds(id: string): string[] {
    return [id, ...this.childrenOf(id).flatMap((child) => this.subtreeIds(child.id))];
  }

  /** @throws {CategorySlugTakenError} @throws {UnknownParentError} @throws {CategoryLimitError} */
  add(category: Category): CategoryTree {
    this.assertSlugFree(category.slug);
    this.assertParent(category.parentId, 1);
    if (this.categories.length >= MAX_CATEGORIES) {
      throw new CategoryLimitError(`A shop has at most ${MAX_CATEGORIES} categories`);
    }
    return new CategoryTree([...this.categories, category]);
  }

  /**
   * Puts another state of a category in the place of the one with its id; what is below moves along.
   * @throws as `add` @throws {CategoryCycleError}
   */
  replace(category: Category): CategoryTree {
    const before = this.byId.get(category.id);
    if (before?.slug !== category.slug) this.assertSlugFree(category.slug);
    if (before?.parentId !== category.parentId) {
      if (category.parentId !== null && this.subtreeIds(category.id).includes(category.parentId)) {
        throw new CategoryCycleError();
      }
      this.assertParent(category.parentId, this.heightOf(category.id));
    }
    return new CategoryTree(this.categories.map((other) => (other.id === category.id ? category : other)));
  }

  /** @throws {CategoryInUseError} when something is below it */
  remove(id: string): CategoryTree {
    if (this.childrenOf(id).length > 0) throw new CategoryInUseError('subcategories');
    return new CategoryTree(this.categories.filter((category) => category.id !== id));
  }

  private parentOf(id: string): Category | undefined {
    const parentId = this.byId.get(id)?.parentId;
    return parentId == null ? undefined : this.byId.get(parentId);
  }

  /** Levels from this category down to its deepest descendant, itself included. */
  private heightOf(id: string): number {
    return 1 + Math.max(0, ...this.childrenOf(id).map((child) => this.heightOf(child.id)));
  }

  private assertSlugFree(slug: string): void {
    if (this.bySlug.has(slug)) throw new CategorySlugTakenError(slug);
  }

  private assertParent(parentId: string | null, height: number): void {
    if (parentId === null) return;
    if (!this.byId.has(parentId)) throw new UnknownParentError();
    if (this.ancestorsOf(parentId).length + 1 + height > MAX_DEPTH) {
      throw new CategoryLimitError(`Categories are nested at most ${MAX_DEPTH} levels deep`);
    }
  }
}

function byPosition(a: Category, b: Category): number {
  return a.position - b.position || (a.name.en < b.name.en ? -1 : a.name.en > b.name.en ? 1 : 0);
}
