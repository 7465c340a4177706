import { STATUS_CODES } from 'node:http';
import type { ErrorDetail, ErrorKind } from './domain.error.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
/** The longest error list in a problem document; without a cap 9,000 unknown keys come back as 300 KB. */
const MAX_LISTED_ERRORS = 20;

/** An RFC 9457 problem document, the body of every answer outside 2xx and 3xx. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  /** Stable and machine-readable, e.g. `orders.insufficient_stock`. */
  code: string;
  errors?: ErrorDetail[];
  requestId: string;
}

export const STATUS_OF_KIND: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  unprocessable: 422,
  'precondition-required': 428,
  'rate-limited': 429,
  'bad-gateway': 502,
  unavailable: 503,
};

export interface ProblemParts {
  status: number;
  code: string;
  detail: string;
  errors?: ErrorDetail[] | undefined;
  extensions?: Record<string, unknown>;
}

/** Builds the document; `instance` is the path without its query, which may hold secrets. */
export function buildProblem(parts: ProblemParts, path: string, requestId: string): Problem {
  const { status, code, detail, errors, extensions } = parts;
  return {
    // First, so that no extension can take the place of a member of RFC 9457.
    ...extensions,
    type: `/problems/${code.replaceAll('.', '/')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: path.split('?', 1)[0]!.slice(0, 200),
    code,
    ...(errors && errors.length > 0 && { errors: errors.slice(0, MAX_LISTED_ERRORS) }),
    requestId,
  };
}
