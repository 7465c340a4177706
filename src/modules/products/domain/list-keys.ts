import type { LocalizedText } from '../../../common/text/localized-text.js';
import { prefixTerms, wholeTerms } from './search-terms.js';

/** Stands in every product, so that the unfiltered list runs over the same indexes as the others. */
export const EVERY_PRODUCT = '*';
/** Bounds the size of a product's index entries; reached only by very many long tags and SKUs. */
const MAX_LIST_KEYS = 500;

export const categoryKey = (categoryId: string): string => `c:${categoryId}`;
export const termKey = (term: string): string => `t:${term}`;

export interface Listed {
  name: LocalizedText;
  tags: readonly string[];
  categoryIds: readonly string[];
  variants: readonly { sku: string }[];
}

/**
 * Everything under which lists find a product: all products, its categories, the terms of its name, SKUs and tags.
 * One array, because MongoDB can index only one array per index, and each list is then one equality in it.
 */
export function listKeysOf({ name, tags, categoryIds, variants }: Listed): string[] {
  const terms = [
    ...prefixTerms(name.en),
    ...prefixTerms(name.ar ?? ''),
    ...variants.flatMap(({ sku }) => wholeTerms(sku)),
    ...tags.flatMap(prefixTerms),
  ];
  const keys = new Set([EVERY_PRODUCT, ...categoryIds.map(categoryKey), ...terms.map(termKey)]);
  return Array.from(keys).slice(0, MAX_LIST_KEYS);
}
