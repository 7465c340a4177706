import { type NextFunction, type Request, type Response, text } from 'express';
import { HttpProblem } from '../../../common/errors/http-problem.js';

const parseText = text({ type: 'text/csv', limit: '1mb' });

/** Reads a body of text/csv; the application as a whole reads JSON only, and less of it. */
export function csvBodyMiddleware(request: Request, response: Response, next: NextFunction): void {
  parseText(request, response, (error?: unknown) => {
    const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
    if (isTooLarge) next(new HttpProblem(413, 'request.body_too_large', 'The body is larger than 1 MB'));
    else next(error);
  });
}
