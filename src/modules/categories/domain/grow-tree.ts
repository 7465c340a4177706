import { foldText } from '../../../common/text/fold.js';
import type { LocalizedText } from '../../../common/text/localized-text.js';
import { slugify } from '../../../common/text/slug.js';
import type { Category, CategoryTree } from './category-tree.js';

export interface GrownTree {
  /** The very tree that was given when it had all the paths. */
  tree: CategoryTree;
  /** The category at the end of each path. */
  ids: string[];
  created: number;
}

/**
 * Adds the categories that paths of names need and the tree does not have; a category is known by its English name
 * and its parent. Growing again with the same paths adds nothing.
 * @throws {CategoryLimitError}
 */
export function growTree(
  tree: CategoryTree,
  paths: readonly LocalizedText[][],
  newId: () => string,
): GrownTree {
  let grown = tree;
  const ids = paths.map((path) => {
    let parentId: string | null = null;
    for (const name of path) {
      const known: Category | undefined = grown.childrenOf(parentId).find((child) => isNamed(child, name));
      if (known !== undefined) {
        parentId = known.id;
        continue;
      }
      const id = newId();
      const slug = freeSlug(grown, name.en);
      const position = grown.childrenOf(parentId).length;
      grown = grown.add({ id, slug, name, parentId, position, version: 1 });
      parentId = id;
    }
    return parentId;
  });
  return {
    tree: grown,
    ids: ids.filter((id) => id !== null),
    created: grown.categories.length - tree.categories.length,
  };
}

/** A slug made of a name, numbered when it is taken. */
export function freeSlug(tree: CategoryTree, name: string): string {
  const base = slugify(name);
  let slug = base;
  for (let number = 2; tree.find(slug) !== undefined; number++) slug = `${base}-${number}`;
  return slug;
}

function isNamed(category: Category, name: LocalizedText): boolean {
  return foldText(category.name.en) === foldText(name.en);
}
