/** What went wrong in the client's terms; the HTTP status of each kind stands in one table in the problem filter. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'stale'
  | 'precondition-required'
  | 'unprocessable'
  | 'rate-limited'
  | 'bad-gateway'
  | 'unavailable';

/** One offending place in the request: an RFC 6901 pointer into the body, or `?name` for a query parameter. */
export interface ErrorDetail {
  pointer: string;
  detail: string;
}

export interface DomainErrorOptions {
  /** Per-field explanations, shown to the client. */
  errors?: ErrorDetail[];
  /** Further members of the problem document, shown to the client. */
  extensions?: Record<string, unknown>;
  /** Seconds after which a repeat may succeed; becomes the Retry-After header. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * An expected failure with a stable code such as `orders.insufficient_stock`.
 * Modules derive their errors from it; it knows nothing of HTTP.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  readonly errors: ErrorDetail[] | undefined;
  readonly extensions: Record<string, unknown>;
  readonly retryAfterSeconds: number | undefined;

  /** @param message shown to the client as the problem's `detail`, so it holds no secret and no personal data */
  constructor(message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.errors = options.errors;
    this.extensions = options.extensions ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
