import { Catch, Logger, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { allowedMethods } from '../http/allowed-methods.js';
import { currentRequest } from '../logging/request-context.js';
import { HttpProblem } from './http-problem.js';
import { buildProblem, PROBLEM_MEDIA_TYPE } from './problem.js';
import { toProblem } from './to-problem.js';

/** Answers every failure with an RFC 9457 problem document; unknown ones are logged once, with their stack, and told as a bare 500. */
@Catch()
export class ProblemDetailsFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemDetailsFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<Request>(), http.getResponse<Response>());
  }

  answer(error: unknown, request: Request, response: Response): void {
    const { parts, headers, unexpected } = toProblem(methodNotAllowed(error, request) ?? error);
    if (unexpected) this.logger.error(error instanceof Error ? error : new Error(String(error)));
    // Too late for a document: ending the connection tells the client that the answer is not whole.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // A cut-off upload would otherwise be read as the next request on this connection.
    if (parts.status === 413) response.setHeader('Connection', 'close');
    response.removeHeader('ETag');
    const problem = buildProblem(
      parts,
      request.originalUrl,
      currentRequest()?.requestId ?? responseId(response),
    );
    response
      .status(parts.status)
      .set({ ...headers, 'Cache-Control': 'no-store' })
      .type(PROBLEM_MEDIA_TYPE)
      .send(JSON.stringify(problem));
  }
}

/** Express says 404 where the path exists under another method; HTTP wants a 405 with `Allow`. */
function methodNotAllowed(error: unknown, request: Request): HttpProblem | undefined {
  if (!(error instanceof NotFoundException) || request.route !== undefined) return undefined;
  const methods = allowedMethods(request);
  if (methods.length === 0) return undefined;
  const allow = methods.join(', ');
  return new HttpProblem(405, 'request.method_not_allowed', `Only ${allow} here`, { Allow: allow });
}

function responseId(response: Response): string {
  const id = response.getHeader('X-Request-Id');
  return typeof id === 'string' ? id : '';
}
