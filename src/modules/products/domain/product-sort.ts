import type { CursorValue } from '../../../common/http/pagination.js';

export const PRODUCT_SORTS = ['newest', 'price_asc', 'price_desc', 'name'] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

type SortField = '_id' | 'priceFromMinor' | 'nameKey';

/** What a sort goes by; ties stand by _id in the same direction, so that every product has a place of its own. */
export const SORT_ORDERS: Record<ProductSort, { field: SortField; direction: 1 | -1 }> = {
  newest: { field: '_id', direction: -1 },
  price_asc: { field: 'priceFromMinor', direction: 1 },
  price_desc: { field: 'priceFromMinor', direction: -1 },
  name: { field: 'nameKey', direction: 1 },
};

/** The place after which a page begins. */
export interface SortPosition {
  value: string | number;
  id: string;
}

const isId = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{24}$/.test(value);

/** The shape of a cursor of this sort: the sort itself, the value, the id. */
export function cursorChecks(sort: ProductSort): ((value: unknown) => boolean)[] {
  const isValue = {
    _id: isId,
    priceFromMinor: Number.isSafeInteger,
    nameKey: (value: unknown) => typeof value === 'string',
  }[SORT_ORDERS[sort].field];
  return [(value) => value === sort, isValue, isId];
}

export function cursorOf(sort: ProductSort, position: SortPosition): CursorValue[] {
  return [sort, position.value, position.id];
}
