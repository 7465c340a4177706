import type { Category, CategoryTree } from './domain/category-tree.js';
import type { CategoryNodeResponse, CategoryResponse, CategoryTreeResponse } from './dto/category.dto.js';

export function toCategoryResponse(category: Category, tree: CategoryTree): CategoryResponse {
  return {
    ...toReference(category),
    parentId: category.parentId,
    position: category.position,
    ancestors: tree.ancestorsOf(category.id).map(toReference),
  };
}

export function toCategoryTreeResponse(tree: CategoryTree): CategoryTreeResponse {
  return { items: tree.childrenOf(null).map((category) => toNode(category, tree)) };
}

function toNode(category: Category, tree: CategoryTree): CategoryNodeResponse {
  return {
    ...toReference(category),
    children: tree.childrenOf(category.id).map((child) => toNode(child, tree)),
  };
}

function toReference({ id, slug, name }: Category) {
  return { id, slug, name };
}
