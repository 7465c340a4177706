import type { ProductContent } from '../domain/product-content.js';
import type { FileProduct } from './catalogue-file.js';

/** The content of a product that a file brings new. */
export function contentOfFile(product: FileProduct, categoryIds: string[]): ProductContent {
  const { name, description, status, images, options, variants, attributes, tags } = product;
  return {
    name,
    ...(description && { description }),
    status,
    categoryIds,
    images,
    options,
    variants: variants.map(({ content }) => content),
    attributes,
    tags,
  };
}

/**
 * The content of a product after a file has spoken of it. The file has the last word on what it mentions; what only
 * the shop knows stays: translations, further variants, categories and attributes.
 */
export function mergeContent(before: ProductContent, file: ProductContent): ProductContent {
  const bySku = new Map(file.variants.map((variant) => [variant.sku, variant]));
  return {
    ...before,
    ...file,
    name: { ...before.name, ...file.name },
    ...(file.description && { description: { ...before.description, ...file.description } }),
    categoryIds: [...new Set([...before.categoryIds, ...file.categoryIds])],
    images: file.images.length > 0 ? file.images : before.images,
    variants: [
      ...before.variants.map((variant) => bySku.get(variant.sku) ?? variant),
      ...file.variants.filter(({ sku }) => !before.variants.some((known) => known.sku === sku)),
    ],
    attributes: { ...before.attributes, ...file.attributes },
  };
}
