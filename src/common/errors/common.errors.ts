import { DomainError, type DomainErrorOptions, type ErrorDetail } from './domain.error.js';

/** The request's body, query or path breaks the published schema. */
export class ValidationFailedError extends DomainError {
  readonly code = 'request.validation_failed';
  readonly kind = 'invalid';
  constructor(errors: ErrorDetail[]) {
    super(errors.length === 1 ? errors[0]!.detail : `${errors.length} fields are not valid`, { errors });
  }
}

/** The body cannot be read at all: broken JSON, too deep, too many keys, forbidden keys. */
export class MalformedBodyError extends DomainError {
  readonly code = 'request.malformed_body';
  readonly kind = 'invalid';
}

/** No such resource, or one that the caller may not know of: both give the same answer. */
export class ResourceNotFoundError extends DomainError {
  readonly code: string;
  readonly kind = 'not-found';
  constructor(resource: string, code = `${resource}.not_found`) {
    super(`No such ${resource}`);
    this.code = code;
  }
}

export class UnauthenticatedError extends DomainError {
  readonly code = 'auth.unauthenticated';
  readonly kind = 'unauthenticated';
  constructor(message = 'A valid access token is needed') {
    super(message);
  }
}

export class ForbiddenError extends DomainError {
  readonly code = 'auth.forbidden';
  readonly kind = 'forbidden';
  constructor() {
    super('This account may not do that');
  }
}

/** `If-Match` names a version that is no longer the current one. */
export class StaleVersionError extends DomainError {
  readonly code = 'request.stale_version';
  readonly kind = 'stale';
  constructor() {
    super('The resource has changed since it was read; read it again and repeat the change');
  }
}

export class IfMatchRequiredError extends DomainError {
  readonly code = 'request.if_match_required';
  readonly kind = 'precondition-required';
  constructor() {
    super('Send the ETag of the version that you read in If-Match');
  }
}

/** The database cannot be reached; nothing is known to have changed and a repeat is safe. */
export class ServiceUnavailableError extends DomainError {
  readonly code = 'service.unavailable';
  readonly kind = 'unavailable';
  constructor(
    message = 'The service cannot reach its database; try again shortly',
    options: DomainErrorOptions = {},
  ) {
    super(message, { retryAfterSeconds: 2, ...options });
  }
}
