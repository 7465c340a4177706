import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { ValidationFailedError } from '../errors/common.errors.js';

const OBJECT_ID = /^[0-9a-f]{24}$/;

/** Lets through the 24 lower-case hex digits of an id and refuses all else before the database is asked. */
@Injectable()
export class ParseIdPipe implements PipeTransform<string, string> {
  transform(value: string, metadata: ArgumentMetadata): string {
    if (OBJECT_ID.test(value)) return value;
    throw new ValidationFailedError([
      {
        pointer: `{${metadata.data ?? 'id'}}`,
        detail: `${metadata.data ?? 'id'} must be 24 lower-case hex digits`,
      },
    ]);
  }
}
