import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import type { ErrorDetail } from '../errors/domain.error.js';
import { ValidationFailedError } from '../errors/common.errors.js';

/** Checks every body and query against its DTO: unknown fields are refused, and each problem is pointed at. */
@Injectable()
export class AppValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new ValidationFailedError(toDetails(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (error instanceof ValidationFailedError && metadata.type !== 'body') {
        throw new ValidationFailedError(
          (error.errors ?? []).map(({ pointer, detail }) => ({ pointer: `?${pointer.slice(1)}`, detail })),
        );
      }
      throw error;
    }
  }
}

/** Flattens class-validator's tree into RFC 6901 pointers. */
function toDetails(errors: ValidationError[], parent = ''): ErrorDetail[] {
  return errors.flatMap((error) => {
    const pointer = `${parent}/${escapePointer(error.property)}`;
    const own = Object.values(error.constraints ?? {}).map((detail) => ({
      pointer,
      detail: detail.slice(0, 300),
    }));
    return [...own, ...toDetails(error.children ?? [], pointer)];
  });
}

function escapePointer(key: string): string {
  return key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
