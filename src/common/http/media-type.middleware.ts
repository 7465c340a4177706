import type { NextFunction, Request, Response } from 'express';
import { HttpProblem } from '../errors/http-problem.js';

/** 415 for a body that is not JSON, 406 for a client that takes no JSON; without it both would surface as a 400 or not at all. */
export function mediaTypeMiddleware(request: Request, _response: Response, next: NextFunction): void {
  if (hasBody(request) && request.is(['application/json', 'application/*+json']) === false) {
    throw new HttpProblem(415, 'request.unsupported_media_type', 'Send the body as application/json', {
      Accept: 'application/json',
    });
  }
  if (request.path.startsWith('/v1/') && !request.accepts(['application/json', 'application/problem+json'])) {
    throw new HttpProblem(406, 'request.not_acceptable', 'Only application/json is available');
  }
  next();
}

function hasBody(request: Request): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  );
}
