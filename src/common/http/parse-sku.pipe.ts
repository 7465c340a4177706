import { Injectable, type PipeTransform } from '@nestjs/common';
import { ValidationFailedError } from '../errors/common.errors.js';

/** What a SKU may look like, in products, carts and imports alike. */
export const SKU_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

@Injectable()
export class ParseSkuPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (SKU_PATTERN.test(value)) return value;
    throw new ValidationFailedError([
      { pointer: '{sku}', detail: 'sku must be 1 to 64 letters, digits, dots, dashes or underscores' },
    ]);
  }
}
