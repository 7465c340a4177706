import type { CatalogueFile } from './catalogue-file.js';
import type { ForeignPrices } from './foreign-prices.js';

/** A kind of file that products can be read from. */
export interface CatalogueFormat {
  readonly name: string;
  /** Whether a text looks like this format, by its beginning. */
  recognises(text: string): boolean;
  /** @throws {UnreadableFileError} when the text as a whole cannot be read; single rows are refused instead */
  read(text: string, prices: ForeignPrices): CatalogueFile;
}
