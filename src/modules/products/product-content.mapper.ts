import { listKeysOf } from './domain/list-keys.js';
import { nameKeyOf, priceFromOf, type ProductContent } from './domain/product-content.js';
import type { CreateProductDto, UpdateProductDto } from './dto/product.dto.js';
import type { ProductRecord, VariantRecord } from './product.schema.js';

/** What a request says of a new product, with the defaults that the API documents. */
export function contentOfRequest(body: CreateProductDto): ProductContent {
  const { slug: _slug, ...given } = structuredClone(body);
  return { status: 'draft', categoryIds: [], images: [], options: [], attributes: {}, tags: [], ...given };
}

/** A product's content after a PATCH: what the request leaves out stays as it is. */
export function contentAfterPatch(record: ProductRecord, body: UpdateProductDto): ProductContent {
  const { slug: _slug, ...given } = structuredClone(body);
  return { ...contentOf(record), ...given };
}

export function contentOf(record: ProductRecord): ProductContent {
  const { name, description, status, categoryIds, images, options, variants, attributes, tags } = record;
  return {
    name,
    ...(description !== undefined && { description }),
    status,
    categoryIds: categoryIds.map((id) => id.toHexString()),
    images,
    options,
    variants: variants.map(({ inStock: _1, inStockAt: _2, importedStock: _3, ...variant }) => variant),
    attributes,
    tags,
  };
}

export type ContentFields = Omit<ProductContent, 'variants'> &
  Pick<ProductRecord, 'variants' | 'listKeys' | 'nameKey' | 'priceFromMinor'>;

/**
 * A product's content with what is derived from it.
 * @param before the variants as they are stored: what is known of the stock of a SKU is kept
 */
export function fieldsOf(content: ProductContent, before: readonly VariantRecord[]): ContentFields {
  const known = new Map(before.map((variant) => [variant.sku, variant]));
  return {
    ...content,
    variants: content.variants.map((variant) => ({ ...variant, ...stockFacts(known.get(variant.sku)) })),
    listKeys: listKeysOf(content),
    nameKey: nameKeyOf(content.name),
    priceFromMinor: priceFromOf(content.variants),
  };
}

type StockFacts = Pick<VariantRecord, 'inStock' | 'inStockAt' | 'importedStock'>;

function stockFacts(variant: VariantRecord | undefined): StockFacts {
  if (variant === undefined) return { inStock: false, inStockAt: NEVER };
  const { inStock, inStockAt, importedStock } = variant;
  return { inStock, inStockAt, ...(importedStock !== undefined && { importedStock }) };
}

/** Older than any news. */
const NEVER = new Date(0);
