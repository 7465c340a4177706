import type { LocalizedText } from '../../../common/text/localized-text.js';
import { PRODUCT_STATUSES } from '../domain/product-status.js';
import type { CatalogueFile, FileProduct, FileVariant, Refusal } from './catalogue-file.js';
import type { CatalogueFormat } from './catalogue-format.js';
import { splitEscaped, splitTexts, unescapeText } from './csv-lists.js';
import { parseTable, type TableRow } from './csv-table.js';
import type { ForeignPrices } from './foreign-prices.js';
import { groupBySlug, optionValuesOf, parseCount } from './grouped-rows.js';
import { SHOP_CSV_COLUMNS } from './shop-csv.js';

/** What `GET /v1/products/export` writes. */
export const shopCsv: CatalogueFormat = {
  name: 'shop',
  recognises: (text) => text.replace(/^\W*/, '').startsWith(SHOP_CSV_COLUMNS.slice(0, 4).join(',')),
  read(text, prices) {
    const { rows } = parseTable(text);
    const file: CatalogueFile = { products: [], refusals: [], notes: [] };
    for (const [slug, group] of groupBySlug(rows, file.refusals)) {
      const product = readProduct(slug, group, prices, file.refusals);
      if (product !== null) file.products.push(product);
    }
    return file;
  },
};

function readProduct(
  slug: string,
  rows: TableRow[],
  prices: ForeignPrices,
  refusals: Refusal[],
): FileProduct | null {
  const head = rows[0]!;
  const status = PRODUCT_STATUSES.find((known) => known === head.get('status'));
  if (status === undefined) {
    refusals.push({
      row: head.row,
      subject: slug,
      reason: `Unknown status ${head.get('status') || '(empty)'}`,
    });
    return null;
  }
  const variants = rows.flatMap((row) => {
    const variant = readVariant(row, prices);
    if ('content' in variant) return [variant];
    refusals.push(variant);
    return [];
  });
  if (variants.length === 0) return null;
  const description = localized(head.get('description_en'), head.get('description_ar'));
  return {
    row: head.row,
    slug,
    name: localized(head.get('name_en'), head.get('name_ar')),
    ...((description.en !== '' || description.ar !== undefined) && { description }),
    status,
    categories: categoriesOf(head),
    images: imagesOf(head),
    options: Object.keys(optionValuesOf(head)),
    variants,
    attributes: Object.fromEntries(
      listOf(head, 'attributes').map((pair) => {
        const [name = '', text = ''] = splitEscaped(pair, '=').map(unescapeText);
        return [name, text];
      }),
    ),
    tags: splitTexts(head.get('tags')),
  };
}

function readVariant(row: TableRow, prices: ForeignPrices): FileVariant | Refusal {
  const refuse = (reason: string): Refusal => ({ row: row.row, subject: row.get('sku'), reason });
  const currency = row.get('currency');
  if (prices.choose([currency]) === undefined) {
    return refuse(
      `The price is in ${currency || '(empty)'}; the shop sells in ${prices.storeCurrency}, give a rate`,
    );
  }
  const priceMinor = prices.toMinor(row.get('price'), currency);
  if (priceMinor === null)
    return refuse(`${row.get('price') || 'An empty cell'} is not a price in ${currency}`);
  const compareAt = row.get('compare_at_price');
  const compareAtPriceMinor = compareAt === '' ? undefined : prices.toMinor(compareAt, currency);
  if (compareAtPriceMinor === null) return refuse(`${compareAt} is not a price in ${currency}`);
  const stock = parseCount(row.get('stock'));
  if (stock === null) return refuse(`${row.get('stock')} is not a number of units`);
  const weightGrams = parseCount(row.get('weight_grams'));
  if (weightGrams === null) return refuse(`${row.get('weight_grams')} is not a weight in grams`);
  return {
    row: row.row,
    content: {
      sku: row.get('sku'),
      optionValues: optionValuesOf(row),
      priceMinor,
      ...(compareAtPriceMinor !== undefined && { compareAtPriceMinor }),
      weightGrams: weightGrams ?? 0,
      taxClass: row.get('tax_class') || 'standard',
      ...(row.get('barcode') !== '' && { barcode: row.get('barcode') }),
      active: row.get('active').toLowerCase() !== 'false',
    },
    ...(stock !== undefined && { stock }),
  };
}

function localized(en: string, ar: string): LocalizedText {
  return { en, ...(ar !== '' && { ar }) };
}

function listOf(row: TableRow, column: string): string[] {
  return row.get(column) === '' ? [] : splitEscaped(row.get(column), '|');
}

function categoriesOf(row: TableRow): LocalizedText[][] {
  return listOf(row, 'categories').map((path) =>
    splitEscaped(path, '>').map((name) => ({ en: unescapeText(name) })),
  );
}

function imagesOf(row: TableRow): FileProduct['images'] {
  const english = listOf(row, 'image_alts_en').map(unescapeText);
  const arabic = listOf(row, 'image_alts_ar').map(unescapeText);
  return splitTexts(row.get('image_urls')).map((url, i) => ({
    url,
    alt: localized(english[i] ?? '', arabic[i] ?? ''),
  }));
}
