import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  ResourceNotFoundError,
  ServiceUnavailableError,
  StaleVersionError,
} from '../../common/errors/common.errors.js';
import type { LocalizedText } from '../../common/text/localized-text.js';
import { CategoryInUseError } from './category.errors.js';
import { CategoryTreeRepository } from './category-tree.repository.js';
import { CategoryUsage } from './category-usage.port.js';
import type { Category, CategoryTree } from './domain/category-tree.js';
import { freeSlug, growTree, type GrownTree } from './domain/grow-tree.js';

export interface NewCategory {
  name: LocalizedText;
  slug?: string;
  parentId?: string | null;
  position?: number;
}

/** Each attempt fails only when another writer succeeded meanwhile, so this many writers may work at once. */
const WRITE_ATTEMPTS = 100;

/** The category tree. Changes are computed on the whole tree and stored only if it is still the one they were computed from. */
@Injectable()
export class CategoriesService {
  constructor(
    private readonly trees: CategoryTreeRepository,
    private readonly modules: ModuleRef,
  ) {}

  async tree(): Promise<CategoryTree> {
    return (await this.trees.load()).tree;
  }

  /**
   * Adds a category; without a slug it gets one made of its English name.
   * @throws {CategorySlugTakenError} @throws {UnknownParentError} @throws {CategoryLimitError}
   */
  async create(input: NewCategory): Promise<{ category: Category; tree: CategoryTree }> {
    const id = this.trees.newId();
    const tree = await this.change((tree) =>
      tree.add({
        id,
        name: input.name,
        slug: input.slug ?? freeSlug(tree, input.name.en),
        parentId: input.parentId ?? null,
        position: input.position ?? 0,
        version: 1,
      }),
    );
    return { category: tree.find(id)!, tree };
  }

  /**
   * Renames, moves or reorders a category; what is below it moves along in the same write.
   * @param version the version that the caller read; null for any
   * @throws {ResourceNotFoundError} @throws {StaleVersionError} @throws {CategoryCycleError} and as `create`
   */
  async update(
    id: string,
    changes: Partial<NewCategory>,
    version: number | null,
  ): Promise<{ category: Category; tree: CategoryTree }> {
    const tree = await this.change((tree) => {
      const category = requireVersion(tree, id, version);
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      return tree.replace({ ...category, ...Object.fromEntries(given), version: category.version + 1 });
    });
    return { category: tree.find(id)!, tree };
  }

  /**
   * Removes a category that has neither subcategories nor products.
   * @throws {ResourceNotFoundError} @throws {StaleVersionError} @throws {CategoryInUseError}
   */
  async remove(id: string, version: number | null): Promise<void> {
    const usage = this.modules.get(CategoryUsage, { strict: false });
    requireVersion(await this.tree(), id, version);
    if (await usage.hasProducts(id)) throw new CategoryInUseError('products');
    await this.change((tree) => {
      requireVersion(tree, id, version);
      return tree.remove(id);
    });
    // A product may have been put in after the question above and before the write.
    await usage.detach(id);
  }

  /**
   * Makes sure that there is a category at the end of each path of names; for imports. Repeating it changes nothing.
   * @throws {CategoryLimitError}
   */
  async ensurePaths(paths: LocalizedText[][]): Promise<GrownTree> {
    let grown: GrownTree | undefined;
    await this.change((tree) => {
      grown = growTree(tree, paths, () => this.trees.newId());
      return grown.tree;
    });
    return grown!;
  }

  private async change(compute: (tree: CategoryTree) => CategoryTree): Promise<CategoryTree> {
    for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
      const { tree, revision } = await this.trees.load();
      const changed = compute(tree);
      if (changed === tree) return tree;
      if (await this.trees.replace(changed, revision)) return changed;
    }
    throw new ServiceUnavailableError('The categories are being changed by many at once; try again shortly');
  }
}

function requireVersion(tree: CategoryTree, id: string, version: number | null): Category {
  if (!tree.has(id)) throw new ResourceNotFoundError('category', 'categories.not_found');
  const category = tree.find(id)!;
  if (version !== null && category.version !== version) throw new StaleVersionError();
  return category;
}
