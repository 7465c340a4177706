import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { runInRequest, type RequestContext } from '../logging/request-context.js';
import { continueTrace } from '../logging/trace-context.js';
import { requestMetrics } from '../metrics/request-metrics.js';

const SANE_REQUEST_ID = /^[\w.:-]{8,128}$/;
const logger = new Logger('Request');

/** Accepts a sane X-Request-Id or makes one, echoes it, and logs one line when the answer has gone out. */
export function requestIdMiddleware(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  const requestId = given !== undefined && SANE_REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', requestId);
  const startedAt = performance.now();
  const context: RequestContext = {
    requestId,
    trace: continueTrace(request.get('traceparent'), request.get('x-amzn-trace-id')),
    events: new Map(),
  };
  runInRequest(context, () => {
    response.once('finish', () => {
      const finished = {
        // The pattern, not the path: ids and tokens in paths stay out of the log.
        route: routePattern(request),
        status: response.statusCode,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
      };
      logger.log('request', {
        method: request.method,
        ...finished,
        ...requestMetrics(finished, context.events),
      });
    });
    next();
  });
}

function routePattern(request: Request): string {
  const route: unknown = request.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? path : 'unmatched';
}
