import { ValidationFailedError } from '../../../common/errors/common.errors.js';
import type { ErrorDetail } from '../../../common/errors/domain.error.js';
import { AppValidationPipe } from '../../../common/http/validation.pipe.js';
import { SLUG_PATTERN } from '../../../common/text/slug.js';
import { contradictionsIn } from '../domain/product-content.js';
import { CreateProductDto } from '../dto/product.dto.js';
import type { FileProduct, FileVariant, Refusal } from './catalogue-file.js';
import { contentOfFile } from './merge-content.js';

const pipe = new AppValidationPipe();
const VARIANT_POINTER = /^\/variants\/(\d+)\//;
const MAX_PATH = 10;
const MAX_NAME = 200;

/**
 * Holds a product of a file against the rules of the API. Variants that break one are refused and left out;
 * null when nothing is left, or when what the variants share breaks one.
 */
export async function checkFileProduct(
  product: FileProduct,
  refusals: Refusal[],
): Promise<FileProduct | null> {
  const errors = await errorsIn(product);
  if (errors.length === 0) return product;
  const isOfVariant = errors.every(({ pointer }) => VARIANT_POINTER.test(pointer));
  if (!isOfVariant) {
    refusals.push({ row: product.row, subject: product.slug, reason: explain(errors) });
    return null;
  }
  const byVariant = Map.groupBy(errors, ({ pointer }) => Number(VARIANT_POINTER.exec(pointer)?.[1]));
  for (const [index, own] of byVariant) refusals.push(refuseVariant(product.variants[index]!, own));
  const variants = product.variants.filter((_variant, index) => !byVariant.has(index));
  return variants.length === 0 ? null : checkFileProduct({ ...product, variants }, refusals);
}

async function errorsIn(product: FileProduct): Promise<ErrorDetail[]> {
  const content = contentOfFile(product, []);
  try {
    await pipe.transform(structuredClone(content), { type: 'body', metatype: CreateProductDto });
  } catch (error) {
    if (error instanceof ValidationFailedError) return error.errors ?? [];
    throw error;
  }
  return [...contradictionsIn(content), ...slugErrors(product), ...categoryErrors(product)];
}

function slugErrors({ slug }: FileProduct): ErrorDetail[] {
  return SLUG_PATTERN.test(slug) ? [] : [{ pointer: '/slug', detail: `${slug} is not a slug` }];
}

function categoryErrors({ categories }: FileProduct): ErrorDetail[] {
  const isBad = categories.some(
    (path) =>
      path.length === 0 || path.length > MAX_PATH || path.some(({ en }) => en === '' || en.length > MAX_NAME),
  );
  return isBad ? [{ pointer: '/categories', detail: 'The categories are not paths of names' }] : [];
}

function refuseVariant({ row, content }: FileVariant, errors: ErrorDetail[]): Refusal {
  return { row, subject: content.sku, reason: explain(errors) };
}

function explain(errors: ErrorDetail[]): string {
  return errors.map(({ detail }) => detail).join('; ');
}
