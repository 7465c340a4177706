import { DomainError } from '../errors/domain.error.js';

/** The token of a mailed link is forged, expired, used or replaced by a newer one. */
export class InvalidLinkError extends DomainError {
  readonly code = 'auth.invalid_token';
  readonly kind = 'invalid';
  constructor() {
    super('This link is not valid any more; ask for a new one');
  }
}
