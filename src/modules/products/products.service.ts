import { Injectable } from '@nestjs/common';
import { ResourceNotFoundError, ValidationFailedError } from '../../common/errors/common.errors.js';
import { decodeCursor, type Page, toPage } from '../../common/http/pagination.js';
import type { LocalizedText } from '../../common/text/localized-text.js';
import { CategoriesService } from '../categories/index.js';
import { cursorChecks, cursorOf, SORT_ORDERS, type SortPosition } from './domain/product-sort.js';
import { queryTerms } from './domain/search-terms.js';
import type { ListProductsQuery } from './dto/list-products.query.js';
import { productNotFound } from './product-editor.service.js';
import { ProductListRepository, type ProductSummary } from './product-list.repository.js';
import { ProductRepository } from './product.repository.js';
import type { ProductRecord } from './product.schema.js';

/** A variant that can be bought right now, as far as the catalogue knows; stock is the inventory's word. */
export interface SellableVariant {
  sku: string;
  productId: string;
  title: LocalizedText;
  optionValues: Record<string, string>;
  /** In the minor unit of the store's currency. */
  unitPriceMinor: number;
  weightGrams: number;
  taxClass: string;
}

const OBJECT_ID = /^[0-9a-f]{24}$/;

/** What the shop shows and sells. */
@Injectable()
export class ProductsService {
  constructor(
    private readonly products: ProductRepository,
    private readonly lists: ProductListRepository,
    private readonly categories: CategoriesService,
  ) {}

  /** One page, in one query, and one more for the categories when it is filtered by one. @throws {ResourceNotFoundError} for an unknown category */
  async list(query: ListProductsQuery): Promise<Page<ProductSummary>> {
    const { search, category, minPrice, maxPrice, inStock, sort, status, limit, cursor } = query;
    if (minPrice !== undefined && maxPrice !== undefined && minPrice > maxPrice) {
      throw new ValidationFailedError([
        { pointer: '?minPrice', detail: 'minPrice must not be above maxPrice' },
      ]);
    }
    const terms = search === undefined ? [] : queryTerms(search);
    // Signs only: nothing is called that.
    if (search !== undefined && terms.length === 0) return { items: [], nextCursor: null };
    const categoryIds = category === undefined ? undefined : await this.categoryAndBelow(category);
    const after = cursor === undefined ? undefined : positionOf(cursor, query);
    const criteria = { status, terms, categoryIds, minPrice, maxPrice, inStock, sort, after };
    const rows = await this.lists.findPage(criteria, limit + 1);
    return toPage(
      rows,
      limit,
      (row) => cursorOf(sort, sortPosition(row, query)),
      (row) => row,
    );
  }

  /**
   * A product by id or slug.
   * @param forStaff staff get drafts and archived products too
   * @throws {ResourceNotFoundError}
   */
  async get(idOrSlug: string, forStaff: boolean): Promise<ProductRecord> {
    const product = OBJECT_ID.test(idOrSlug)
      ? await this.products.findById(idOrSlug)
      : await this.products.findBySlug(idOrSlug);
    if (product === null || !(forStaff || product.status === 'published')) throw productNotFound();
    return product;
  }

  /** The active variants of published products among these SKUs, in one query; others are missing from the map. */
  async findSellable(skus: string[]): Promise<Map<string, SellableVariant>> {
    if (skus.length === 0) return new Map();
    const wanted = new Set(skus);
    const products = await this.products.findPublishedBySkus([...wanted]);
    return new Map(
      products.flatMap((product) =>
        product.variants
          .filter((variant) => variant.active && wanted.has(variant.sku))
          .map((variant) => [variant.sku, toSellable(product, variant)]),
      ),
    );
  }

  private async categoryAndBelow(idOrSlug: string): Promise<string[]> {
    const tree = await this.categories.tree();
    const category = tree.find(idOrSlug);
    if (category === undefined) throw new ResourceNotFoundError('category', 'categories.not_found');
    return tree.subtreeIds(category.id);
  }
}

function positionOf(cursor: string, { sort }: ListProductsQuery): SortPosition {
  const [, value, id] = decodeCursor(cursor, cursorChecks(sort));
  return { value: value as SortPosition['value'], id: String(id) };
}

function sortPosition(row: ProductSummary, { sort }: ListProductsQuery): SortPosition {
  const id = row._id.toHexString();
  const { field } = SORT_ORDERS[sort];
  return { value: field === '_id' ? id : row[field], id };
}

function toSellable(
  product: Pick<ProductRecord, '_id' | 'name'>,
  variant: ProductRecord['variants'][number],
): SellableVariant {
  const { sku, optionValues, priceMinor, weightGrams, taxClass } = variant;
  return {
    sku,
    productId: product._id.toHexString(),
    title: product.name,
    optionValues,
    unitPriceMinor: priceMinor,
    weightGrams,
    taxClass,
  };
}
