import { DomainError } from '../errors/domain.error.js';

export class IdempotencyKeyMissingError extends DomainError {
  readonly code = 'idempotency.key_missing';
  readonly kind = 'invalid';
  constructor() {
    super(
      'Send an Idempotency-Key header: a new random value for each new intent, the same one for each repeat of it',
    );
  }
}

export class IdempotencyKeyMalformedError extends DomainError {
  readonly code = 'idempotency.key_malformed';
  readonly kind = 'invalid';
  constructor() {
    super('Idempotency-Key must be 8 to 255 visible ASCII characters, such as a UUID');
  }
}

export class IdempotencyInFlightError extends DomainError {
  readonly code = 'idempotency.in_flight';
  readonly kind = 'conflict';
  constructor(retryAfterSeconds: number) {
    super('The first request with this Idempotency-Key is still being worked on; repeat it shortly', {
      retryAfterSeconds,
    });
  }
}

export class IdempotencyKeyReusedError extends DomainError {
  readonly code = 'idempotency.key_reused';
  readonly kind = 'unprocessable';
  constructor() {
    super('This Idempotency-Key was used for another request; use a new key for a new intent');
  }
}
