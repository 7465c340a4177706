import { HttpException } from '@nestjs/common';
import { isDatabaseUnavailable } from '../persistence/mongo-errors.js';
import { DomainError } from './domain.error.js';
import { HttpProblem } from './http-problem.js';
import { STATUS_OF_KIND, type ProblemParts } from './problem.js';

/** What a thrown value means to the client, and whether it is a defect of ours that must be logged with its stack. */
export interface Translation {
  parts: ProblemParts;
  headers: Record<string, string>;
  unexpected: boolean;
}

/** Translates anything that was thrown; the only place where errors become HTTP statuses. */
export function toProblem(error: unknown): Translation {
  if (error instanceof DomainError) return fromDomain(error);
  if (error instanceof HttpProblem) {
    return expected({ status: error.status, code: error.code, detail: error.message }, error.headers);
  }
  if (error instanceof HttpException) return fromHttpException(error);
  if (isBodyParserError(error)) return fromBodyParser(error);
  if (isMalformedUrl(error)) {
    return expected({ status: 400, code: 'request.malformed_url', detail: 'The address is not valid' });
  }
  if (isDatabaseUnavailable(error)) {
    return {
      parts: {
        status: 503,
        code: 'service.unavailable',
        detail: 'The service cannot reach its database; try again shortly',
      },
      headers: { 'Retry-After': '2' },
      unexpected: false,
    };
  }
  return {
    parts: { status: 500, code: 'internal', detail: 'Something went wrong on our side; quote the requestId' },
    headers: {},
    unexpected: true,
  };
}

function expected(parts: ProblemParts, headers: Record<string, string> = {}): Translation {
  return { parts, headers, unexpected: false };
}

function fromDomain(error: DomainError): Translation {
  const headers: Record<string, string> = {};
  if (error.retryAfterSeconds !== undefined) headers['Retry-After'] = String(error.retryAfterSeconds);
  if (error.kind === 'unauthenticated') headers['WWW-Authenticate'] = 'Bearer';
  return expected(
    {
      status: STATUS_OF_KIND[error.kind],
      code: error.code,
      detail: error.message,
      errors: error.errors,
      extensions: error.extensions,
    },
    headers,
  );
}

function fromHttpException(error: HttpException): Translation {
  const status = error.getStatus();
  const code = status === 404 ? 'route.not_found' : `http.${status}`;
  return { ...expected({ status, code, detail: error.message }), unexpected: status >= 500 };
}

interface BodyParserError {
  type: string;
  status: number;
}

/** Errors of the `body-parser` package carry a type and a status; their messages may quote the body, so ours replace them. */
function isBodyParserError(error: unknown): error is BodyParserError {
  return (
    error instanceof Error &&
    'type' in error &&
    typeof error.type === 'string' &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}

const BODY_PROBLEMS: Record<string, [code: string, detail: string]> = {
  'entity.parse.failed': ['request.malformed_body', 'The body is not valid JSON'],
  'entity.too.large': ['request.body_too_large', 'The body is larger than this route takes'],
  'encoding.unsupported': ['request.unsupported_encoding', 'This Content-Encoding is not supported'],
  'charset.unsupported': ['request.unsupported_charset', 'Send the body in UTF-8'],
};

function fromBodyParser(error: BodyParserError): Translation {
  const [code, detail] = BODY_PROBLEMS[error.type] ?? ['request.malformed_body', 'The body cannot be read'];
  return expected({ status: error.status, code, detail });
}

function isMalformedUrl(error: unknown): boolean {
  return error instanceof URIError;
}
