import type { LocalizedText } from '../../common/text/localized-text.js';

/** English and Arabic. */
export type Bilingual = readonly [en: string, ar: string];

/** A product of the demo shop as its authors write it; `build-catalogue.ts` makes a catalogue file of them. */
export interface DemoProduct {
  /** Beginning of the SKUs of its variants. */
  sku: string;
  name: Bilingual;
  description: Bilingual;
  /** Where it stands in the shop, from the top. */
  category: readonly Bilingual[];
  /** Egyptian pounds. */
  price: number;
  /** Pounds before a reduction. */
  was?: number;
  /** Its variants are all combinations of these. */
  options?: Record<string, readonly string[]>;
  /** Pounds that an option value adds to the price. */
  surcharge?: Record<string, number>;
  weightGrams: number;
  attributes?: Record<string, string>;
  tags: readonly string[];
}

export function toLocalized([en, ar]: Bilingual): LocalizedText {
  return { en, ar };
}
