import { DomainError } from '../errors/domain.error.js';

/** The client has made too many requests, or must wait after failed attempts. */
export class RateLimitedError extends DomainError {
  readonly code = 'request.rate_limited';
  readonly kind = 'rate-limited';
  constructor(retryAfterSeconds: number) {
    super(`Too many requests; try again in ${retryAfterSeconds} s`, { retryAfterSeconds });
  }
}
