import { hash } from 'node:crypto';
import { slugify } from '../../common/text/slug.js';
import type { CatalogueFile, FileProduct, FileVariant } from '../../modules/products/index.js';
import { CLOTHING_PRODUCTS } from './clothing.js';
import { toLocalized, type DemoProduct } from './demo-product.js';
import { ELECTRONICS_PRODUCTS } from './electronics.js';
import { HOME_PRODUCTS } from './home.js';
import { LEISURE_PRODUCTS } from './leisure.js';
import { PANTRY_PRODUCTS } from './pantry.js';

const PIASTRES = 100;
const PRODUCTS = [
  ...CLOTHING_PRODUCTS,
  ...HOME_PRODUCTS,
  ...ELECTRONICS_PRODUCTS,
  ...LEISURE_PRODUCTS,
  ...PANTRY_PRODUCTS,
];

/** The demo shop as a catalogue file; the same one every time. */
export function buildDemoCatalogue(): CatalogueFile {
  return { products: PRODUCTS.map(toFileProduct), refusals: [], notes: [] };
}

function toFileProduct(product: DemoProduct, index: number): FileProduct {
  const { name, description, category, options = {}, attributes = {}, tags } = product;
  const slug = slugify(name[0]);
  return {
    row: index + 1,
    slug,
    name: toLocalized(name),
    description: toLocalized(description),
    status: 'published',
    categories: [category.map(toLocalized)],
    images: [{ url: `https://images.example.com/demo/${slug}.webp`, alt: toLocalized(name) }],
    options: Object.keys(options),
    variants: combinationsOf(options).map((optionValues) => toVariant(product, optionValues, index + 1)),
    attributes,
    tags: [...tags],
  };
}

function combinationsOf(options: Record<string, readonly string[]>): Record<string, string>[] {
  return Object.entries(options).reduce<Record<string, string>[]>(
    (combinations, [option, values]) =>
      combinations.flatMap((combination) => values.map((value) => ({ ...combination, [option]: value }))),
    [{}],
  );
}

function toVariant(product: DemoProduct, optionValues: Record<string, string>, row: number): FileVariant {
  const values = Object.values(optionValues);
  const sku = [product.sku, ...values.map((value) => slugify(value).toUpperCase())].join('-');
  const surcharge = values.reduce((sum, value) => sum + (product.surcharge?.[value] ?? 0), 0);
  return {
    row,
    content: {
      sku,
      optionValues,
      priceMinor: (product.price + surcharge) * PIASTRES,
      ...(product.was !== undefined && { compareAtPriceMinor: (product.was + surcharge) * PIASTRES }),
      weightGrams: product.weightGrams,
      taxClass: 'standard',
      active: true,
    },
    stock: stockOf(sku),
  };
}

/** Up to 80 units, the same for a SKU every time; one in sixteen is sold out. */
function stockOf(sku: string): number {
  const number = Number.parseInt(hash('sha1', sku).slice(0, 6), 16);
  return number % 16 === 0 ? 0 : 5 + (number % 76);
}
