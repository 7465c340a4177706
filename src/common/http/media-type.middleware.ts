import type { NextFunction, Request, Response } from 'express';
import { HttpProblem } from '../errors/http-problem.js';

const JSON_BODIES = ['application/json', 'application/*+json'];
const ANSWERS = ['application/json', 'application/problem+json'];
/** The few routes that take or give another type. */
const CSV_IMPORT = '/v1/products/import';
const CSV_EXPORT = '/v1/products/export';

/** 415 for a body that is not JSON, 406 for a client that takes no JSON; without it both would surface as a 400 or not at all. */
export function mediaTypeMiddleware(request: Request, _response: Response, next: NextFunction): void {
  const bodies = request.path === CSV_IMPORT ? ['text/csv'] : JSON_BODIES;
  if (hasBody(request) && request.is(bodies) === false) {
    throw new HttpProblem(415, 'request.unsupported_media_type', `Send the body as ${bodies[0]}`, {
      Accept: bodies[0]!,
    });
  }
  const answers = request.path === CSV_EXPORT ? ['text/csv', ...ANSWERS] : ANSWERS;
  if (request.path.startsWith('/v1/') && !request.accepts(answers)) {
    throw new HttpProblem(406, 'request.not_acceptable', 'Only application/json is available');
  }
  next();
}

function hasBody(request: Request): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  );
}
