import type { StockLevel } from '../inventory/index.js';
import type {
  ProductResponse,
  ProductSummaryResponse,
  VariantResponse,
  VariantSummaryResponse,
} from './dto/product.response.js';
import type { ProductSummary } from './product-list.repository.js';
import type { ProductRecord, VariantRecord } from './product.schema.js';

/** What an answer needs besides the product. */
export interface ProductView {
  levels: ReadonlyMap<string, StockLevel>;
  currency: string;
  /** Staff see inactive variants too. */
  forStaff: boolean;
}

export function toProductSummaryResponse(product: ProductSummary, view: ProductView): ProductSummaryResponse {
  const shown = shownVariants(product, view);
  return {
    ...head(product, shown, view),
    image: product.images[0] ?? null,
    variants: shown.map((variant) => toVariantSummary(variant, view)),
  };
}

export function toProductResponse(product: ProductRecord, view: ProductView): ProductResponse {
  const shown = shownVariants(product, view);
  return {
    ...head(product, shown, view),
    description: product.description ?? null,
    images: product.images,
    variants: shown.map((variant) => toVariant(variant, view)),
    attributes: product.attributes,
    tags: product.tags,
    createdAt: product.createdAt.toISOString(),
    updatedAt: product.updatedAt.toISOString(),
  };
}

function shownVariants(product: ProductSummary, view: ProductView): VariantRecord[] {
  return view.forStaff ? product.variants : product.variants.filter((variant) => variant.active);
}

function head(product: ProductSummary, shown: VariantRecord[], view: ProductView) {
  return {
    id: product._id.toHexString(),
    slug: product.slug,
    name: product.name,
    status: product.status,
    categoryIds: product.categoryIds.map((id) => id.toHexString()),
    options: product.options,
    currency: view.currency,
    priceFromMinor: product.priceFromMinor,
    priceToMinor: Math.max(product.priceFromMinor, ...shown.map((variant) => variant.priceMinor)),
    inStock: shown.some(
      (variant) => variant.active && stockOf(variant, view).availability !== 'out_of_stock',
    ),
  };
}

function toVariantSummary(variant: VariantRecord, view: ProductView): VariantSummaryResponse {
  return {
    sku: variant.sku,
    optionValues: variant.optionValues,
    priceMinor: variant.priceMinor,
    compareAtPriceMinor: variant.compareAtPriceMinor ?? null,
    ...stockOf(variant, view),
  };
}

function toVariant(variant: VariantRecord, view: ProductView): VariantResponse {
  const { weightGrams, taxClass, barcode = null, active } = variant;
  return Object.assign(toVariantSummary(variant, view), { weightGrams, taxClass, barcode, active });
}

function stockOf(
  { sku }: VariantRecord,
  { levels }: ProductView,
): Pick<StockLevel, 'available' | 'availability'> {
  const { available = 0, availability = 'out_of_stock' } = levels.get(sku) ?? {};
  return { available, availability };
}
