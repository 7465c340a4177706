import { randomBytes } from 'node:crypto';

/** The body of `POST /v1/products`. */
export interface ProductBody {
  name: { en: string; ar?: string };
  slug?: string;
  description?: { en: string; ar?: string };
  status?: string;
  categoryIds?: string[];
  images?: { url: string; alt: { en: string; ar?: string } }[];
  options?: string[];
  variants: VariantBody[];
  attributes?: Record<string, string>;
  tags?: string[];
}

export interface VariantBody {
  sku: string;
  optionValues?: Record<string, string>;
  priceMinor: number;
  compareAtPriceMinor?: number;
  weightGrams?: number;
  taxClass?: string;
  barcode?: string;
  active?: boolean;
}

/** A SKU that no other test has. */
export function uniqueSku(): string {
  return `SKU-${randomBytes(6).toString('hex').toUpperCase()}`;
}

/** A published product with one variant, valid unless told otherwise. */
export function buildProduct(overrides: Partial<ProductBody> = {}): ProductBody {
  return {
    name: { en: 'Cotton T-shirt', ar: 'تيشيرت قطن' },
    status: 'published',
    variants: [buildVariant()],
    ...overrides,
  };
}

export function buildVariant(overrides: Partial<VariantBody> = {}): VariantBody {
  return { sku: uniqueSku(), priceMinor: 24_900, ...overrides };
}
