import type { ErrorDetail } from '../../../common/errors/domain.error.js';
import { foldText } from '../../../common/text/fold.js';
import type { LocalizedText } from '../../../common/text/localized-text.js';
import type { ProductStatus } from './product-status.js';

export interface ImageContent {
  url: string;
  alt: LocalizedText;
}

export interface VariantContent {
  sku: string;
  optionValues: Record<string, string>;
  /** In the minor unit of the store's currency, as all prices here. */
  priceMinor: number;
  compareAtPriceMinor?: number;
  weightGrams: number;
  taxClass: string;
  barcode?: string;
  active: boolean;
}

/** What staff, an import or the demo shop say about a product; everything else of it is derived or counted. */
export interface ProductContent {
  name: LocalizedText;
  description?: LocalizedText;
  status: ProductStatus;
  categoryIds: string[];
  images: ImageContent[];
  options: string[];
  variants: VariantContent[];
  attributes: Record<string, string>;
  tags: string[];
}

const MAX_NAME_KEY = 100;

/** The English name as lists sort it. */
export function nameKeyOf(name: LocalizedText): string {
  return foldText(name.en).slice(0, MAX_NAME_KEY).toWellFormed();
}

/** The lowest price that a customer may pay; of all variants when none is active. */
export function priceFromOf(variants: readonly VariantContent[]): number {
  const active = variants.filter((variant) => variant.active);
  return Math.min(...(active.length > 0 ? active : variants).map((variant) => variant.priceMinor));
}

/** What is wrong between the parts of a product; each part alone has been checked before. */
export function contradictionsIn({ options, variants }: ProductContent): ErrorDetail[] {
  const skus = new Set<string>();
  const combinations = new Set<string>();
  return variants.flatMap((variant, index) => {
    const errors: ErrorDetail[] = [];
    const refuse = (field: string, detail: string) =>
      errors.push({ pointer: `/variants/${index}/${field}`, detail });

    if (skus.has(variant.sku)) refuse('sku', 'Another variant of this product has this SKU');
    skus.add(variant.sku);

    const names = Object.keys(variant.optionValues);
    if (names.length !== options.length || !options.every((option) => names.includes(option))) {
      refuse('optionValues', `A variant needs one value for each option: ${options.join(', ') || 'none'}`);
    }
    const combination = JSON.stringify(options.map((option) => variant.optionValues[option]));
    if (combinations.has(combination)) refuse('optionValues', 'Another variant has the same option values');
    combinations.add(combination);

    if (variant.compareAtPriceMinor !== undefined && variant.compareAtPriceMinor <= variant.priceMinor) {
      refuse('compareAtPriceMinor', 'compareAtPriceMinor must be above priceMinor');
    }
    return errors;
  });
}
