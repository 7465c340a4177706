import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types } from 'mongoose';
import { categoryKey, EVERY_PRODUCT, termKey } from './domain/list-keys.js';
import { MAX_PRICE_MINOR } from './domain/product-limits.js';
import { SORT_ORDERS, type ProductSort, type SortPosition } from './domain/product-sort.js';
import type { ProductStatus } from './domain/product-status.js';
import { ProductRecord } from './product.schema.js';

/** What a list is asked for. */
export interface ProductListCriteria {
  status: ProductStatus;
  /** Each must be found. */
  terms: string[];
  /** Ids of a category and of all below it; undefined for any category. */
  categoryIds?: string[];
  /** Minor units, inclusive, as `maxPrice`. */
  minPrice?: number;
  maxPrice?: number;
  inStock?: boolean;
  sort: ProductSort;
  /** Undefined for the first page. */
  after?: SortPosition;
}

const SUMMARY = {
  slug: 1,
  name: 1,
  status: 1,
  categoryIds: 1,
  images: 1,
  options: 1,
  variants: 1,
  priceFromMinor: 1,
  nameKey: 1,
} as const;

/** The fields that lists read. */
export type ProductSummary = Pick<ProductRecord, '_id' | keyof typeof SUMMARY>;

/** The queries of the product lists. */
@Injectable()
export class ProductListRepository {
  constructor(@InjectModel(ProductRecord.name) private readonly model: Model<ProductRecord>) {}

  async findPage(criteria: ProductListCriteria, limit: number): Promise<ProductSummary[]> {
    return this.model
      .find(listFilter(criteria), SUMMARY)
      .sort(listSort(criteria.sort))
      .limit(limit)
      .lean<ProductSummary[]>();
  }

  /** All products in the order of their ids, from behind one of them. */
  async findBatch(after: string | undefined, limit: number): Promise<ProductRecord[]> {
    return this.model
      .find(after === undefined ? {} : { _id: trusted({ $gt: new Types.ObjectId(after) }) })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<ProductRecord[]>();
  }
}

/**
 * The query of a list page: an equality in `status` and `listKeys`, then a range in the sort's own field,
 * which one of the `list_*` indexes serves in the order of the sort.
 */
function listFilter(criteria: ProductListCriteria): QueryFilter<ProductRecord> {
  return {
    status: criteria.status,
    listKeys: keysCondition(criteria),
    ...stockCondition(criteria.inStock),
    ...priceCondition(criteria),
    ...afterCondition(criteria),
  };
}

function listSort(sort: ProductSort): Record<string, 1 | -1> {
  const { field, direction } = SORT_ORDERS[sort];
  return { [field]: direction, _id: direction };
}

function keysCondition({ terms, categoryIds }: ProductListCriteria) {
  const all = terms.map(termKey);
  const any = categoryIds?.map(categoryKey) ?? [];
  const [only] = any;
  if (any.length === 1 && only !== undefined) all.push(only);
  if (all.length === 0 && any.length === 0) return EVERY_PRODUCT;
  if (all.length === 1 && any.length <= 1) return all[0];
  return trusted({ ...(all.length > 0 && { $all: all }), ...(any.length > 1 && { $in: any }) });
}

function stockCondition(inStock: boolean | undefined): QueryFilter<ProductRecord> {
  if (inStock === undefined) return {};
  const sellable = { $elemMatch: { active: true, inStock: true } };
  return { variants: trusted(inStock ? sellable : { $not: sellable }) };
}

function priceCondition({
  minPrice,
  maxPrice,
  sort,
  after,
}: ProductListCriteria): QueryFilter<ProductRecord> {
  const reached = SORT_ORDERS[sort].field === 'priceFromMinor' && after ? [Number(after.value)] : [];
  const isAscending = SORT_ORDERS[sort].direction === 1;
  const lowest = [minPrice ?? 0, ...(isAscending ? reached : [])];
  const highest = [maxPrice ?? MAX_PRICE_MINOR, ...(isAscending ? [] : reached)];
  const range = { $gte: Math.max(...lowest), $lte: Math.min(...highest) };
  return range.$gte === 0 && range.$lte === MAX_PRICE_MINOR ? {} : { priceFromMinor: trusted(range) };
}

/** What lies behind a place in the order. The range bounds the index scan, the `$or` drops the ties before the place. */
function afterCondition({ sort, after }: ProductListCriteria): QueryFilter<ProductRecord> {
  if (after === undefined) return {};
  const { field, direction } = SORT_ORDERS[sort];
  const beyond = direction === 1 ? '$gt' : '$lt';
  const id = new Types.ObjectId(after.id);
  if (field === '_id') return { _id: trusted({ [beyond]: id }) };
  return {
    ...(field === 'nameKey' && { nameKey: trusted({ [`${beyond}e`]: after.value }) }),
    $or: [{ [field]: trusted({ [beyond]: after.value }) }, { _id: trusted({ [beyond]: id }) }],
  };
}
