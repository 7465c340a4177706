import { DomainError } from '../../../common/errors/domain.error.js';

/** The file as a whole cannot be read; single rows are refused in the report instead. */
export class UnreadableFileError extends DomainError {
  readonly code = 'products.unreadable_file';
  readonly kind = 'invalid';
}

export class UnknownFormatError extends DomainError {
  readonly code = 'products.unknown_format';
  readonly kind = 'invalid';
  constructor(names: string[]) {
    super(`The file has none of the known formats: ${names.join(', ')}`);
  }
}

export class InvalidRateError extends DomainError {
  readonly code = 'products.invalid_rate';
  readonly kind = 'invalid';
  constructor(rate: string) {
    super(`A rate must be a positive decimal such as 48.5, not ${rate || 'nothing'}`);
  }
}
