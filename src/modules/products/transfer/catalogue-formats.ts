import type { CatalogueFormat } from './catalogue-format.js';
import { UnknownFormatError } from './import.errors.js';
import { shopCsv } from './shop-csv.format.js';
import { spreeCsv } from './spree-csv.format.js';

/** The kinds of CSV that the API takes. */
export const CSV_FORMATS: readonly CatalogueFormat[] = [shopCsv, spreeCsv];

/**
 * The format of that name, or else the one that recognises the text.
 * @throws {UnknownFormatError}
 */
export function chooseFormat(
  formats: readonly CatalogueFormat[],
  text: string,
  name?: string,
): CatalogueFormat {
  const format = formats.find((known) => (name === undefined ? known.recognises(text) : known.name === name));
  if (format === undefined) throw new UnknownFormatError(formats.map((known) => known.name));
  return format;
}
