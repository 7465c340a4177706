import type { LocalizedText } from '../../../common/text/localized-text.js';
import type { ProductContent, VariantContent } from '../domain/product-content.js';

export interface FileVariant {
  /** Row of the spreadsheet, the header being the first; of other files the position of the record. */
  row: number;
  content: VariantContent;
  /** Counted units; undefined when the file says nothing of them. */
  stock?: number;
}

/** A product as a file has it: like the content of a product, with categories by name and with stock. */
export interface FileProduct extends Omit<ProductContent, 'categoryIds' | 'variants'> {
  row: number;
  slug: string;
  /** Each category by its path from the top. */
  categories: LocalizedText[][];
  variants: FileVariant[];
}

/** A row that does not come in, and why. */
export interface Refusal {
  row: number;
  /** The SKU or slug in the row, as it stands there. */
  subject: string;
  reason: string;
}

/** What a file holds: products, what cannot be read of them, and what is worth knowing about the reading. */
export interface CatalogueFile {
  products: FileProduct[];
  refusals: Refusal[];
  notes: string[];
}
