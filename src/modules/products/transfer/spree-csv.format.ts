import type { ProductStatus } from '../domain/product-status.js';
import type { CatalogueFile, FileProduct, FileVariant, Refusal } from './catalogue-file.js';
import type { CatalogueFormat } from './catalogue-format.js';
import { parseTable, type TableRow } from './csv-table.js';
import type { ForeignPrices } from './foreign-prices.js';
import { groupBySlug, optionValuesOf, parseCount } from './grouped-rows.js';
import { htmlToText } from './html-to-text.js';

const STATUSES: Record<string, ProductStatus> = {
  active: 'published',
  draft: 'draft',
  archived: 'archived',
  '': 'published',
};
const GRAMS: Record<string, number> = { g: 1, kg: 1000, lb: 453.59237, oz: 28.349523125 };
const CUSTOM_FIELD = 'custom_field.';

/**
 * The product CSV of Spree Commerce. Its first row of a product holds what the variants share and counts as a
 * variant only if no others follow; a SKU has a row for each currency, of which one is taken.
 */
export const spreeCsv: CatalogueFormat = {
  name: 'spree',
  recognises: (text) => /^\W*slug,sku,name,price,compare_at_price,currency,status,/i.test(text),
  read(text, prices) {
    const { rows } = parseTable(text);
    const file: CatalogueFile = { products: [], refusals: [], notes: [] };
    for (const [slug, group] of groupBySlug(rows, file.refusals)) {
      const product = readProduct(slug, group, prices, file.refusals);
      if (product !== null) file.products.push(product);
    }
    file.notes.push(...currencyNotes(rows, prices));
    return file;
  },
};

function readProduct(
  slug: string,
  rows: TableRow[],
  prices: ForeignPrices,
  refusals: Refusal[],
): FileProduct | null {
  const [head, ...others] = rows;
  if (head === undefined) return null;
  const status = STATUSES[head.get('status').toLowerCase()];
  if (status === undefined) {
    refusals.push({ row: head.row, subject: slug, reason: `Unknown status ${head.get('status')}` });
    return null;
  }
  const sharedOnly = others.length > 0 && /^[0.]*$/.test(head.get('price'));
  const variants = bySku(sharedOnly ? others : rows).flatMap((offers) => {
    const variant = readVariant(offers, prices);
    if ('content' in variant) return [variant];
    refusals.push(variant);
    return [];
  });
  if (variants.length === 0) return null;
  const description = htmlToText(head.get('description'));
  const tags = head
    .get('tags')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return {
    row: head.row,
    slug,
    name: { en: htmlToText(head.get('name')) },
    ...(description !== '' && { description: { en: description } }),
    status,
    categories: head
      .startingWith('category')
      .map(([, path]) => path.split('->').map((name) => ({ en: name.trim() }))),
    images: imagesOf(rows, head.get('name')),
    options: Object.keys(variants[0]?.content.optionValues ?? {}),
    variants,
    attributes: attributesOf(head),
    tags: [...new Set(tags)],
  };
}

/** The rows of each SKU: one for each currency. */
function bySku(rows: TableRow[]): TableRow[][] {
  return [...Map.groupBy(rows, (row) => row.get('sku')).values()];
}

function readVariant(offers: TableRow[], prices: ForeignPrices): FileVariant | Refusal {
  const currency = prices.choose(offers.map(currencyOf));
  const offer = offers.find((row) => currencyOf(row) === currency) ?? offers[0]!;
  const sku = offer.get('sku');
  const refuse = (reason: string): Refusal => ({ row: offer.row, subject: sku, reason });
  if (currency === undefined) {
    return refuse(
      `The price is in ${offers.map(currencyOf).join(' and ')}; the shop sells in ${prices.storeCurrency}, give a rate`,
    );
  }
  const priceMinor = prices.toMinor(offer.get('price'), currency);
  if (priceMinor === null)
    return refuse(`${offer.get('price') || 'An empty cell'} is not a price in ${currency}`);
  if (priceMinor === 0) return refuse('The price is 0');
  const compareAtPriceMinor = prices.toMinor(offer.get('compare_at_price') || '0', currency);
  if (compareAtPriceMinor === null)
    return refuse(`${offer.get('compare_at_price')} is not a price in ${currency}`);
  // Everything but the price stands in one of the rows only.
  const facts = offers.find((row) => row.get('option1_value') + row.get('inventory_count') !== '') ?? offer;
  const stock = parseCount(facts.get('inventory_count'));
  if (stock === null) return refuse(`${facts.get('inventory_count')} is not a number of units`);
  return {
    row: facts.row,
    content: {
      sku,
      optionValues: optionValuesOf(facts),
      priceMinor,
      ...(compareAtPriceMinor > priceMinor && { compareAtPriceMinor }),
      weightGrams: gramsOf(facts),
      taxClass: 'standard',
      active: true,
    },
    ...(stock !== undefined && { stock }),
  };
}

function currencyOf(row: TableRow): string {
  return row.get('currency').toUpperCase();
}

function gramsOf(row: TableRow): number {
  const grams = Number(row.get('weight')) * (GRAMS[row.get('weight_unit').toLowerCase()] ?? 0);
  return Number.isFinite(grams) ? Math.round(grams) : 0;
}

function imagesOf(rows: TableRow[], name: string): FileProduct['images'] {
  const urls = rows.flatMap((row) => row.startingWith('image')).map(([, url]) => url);
  return [...new Set(urls)].map((url) => ({ url, alt: { en: name } }));
}

/** `custom_field.custom.noise_level` becomes `Noise level`. */
function attributesOf(row: TableRow): Record<string, string> {
  const fields = row.startingWith(CUSTOM_FIELD).map(([column, text]) => {
    const words = (column.split('.').at(-1) ?? column).replaceAll('_', ' ');
    return [words.charAt(0).toUpperCase() + words.slice(1), htmlToText(text)];
  });
  const type = row.get('product_type');
  return Object.fromEntries([...(type === '' ? [] : [['Type', type]]), ...fields]);
}

function currencyNotes(rows: TableRow[], prices: ForeignPrices): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(currencyOf(row), (counts.get(currencyOf(row)) ?? 0) + 1);
  const chosen = prices.choose(counts.keys());
  if (chosen === undefined) return [];
  return [...counts].flatMap(([currency, count]) => {
    if (currency !== chosen)
      return [`${count} rows have prices in ${currency}: not used where ${chosen} is there too`];
    return currency === prices.storeCurrency ? [] : [prices.describe(currency)];
  });
}
