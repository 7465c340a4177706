import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { tap, type Observable } from 'rxjs';

/** Adds the RFC 8288 `Link: <…>; rel="next"` header to every list that has a next page. */
@Injectable()
export class PageLinkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap((result: unknown) => {
        const cursor = nextCursorOf(result);
        if (cursor === undefined) return;
        const http = context.switchToHttp();
        const request = http.getRequest<Request>();
        const [path, query] = request.originalUrl.split('?', 2);
        const parameters = new URLSearchParams(query);
        parameters.set('cursor', cursor);
        http.getResponse<Response>().setHeader('Link', `<${path}?${parameters.toString()}>; rel="next"`);
      }),
    );
  }
}

function nextCursorOf(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null || !('nextCursor' in result)) return undefined;
  return typeof result.nextCursor === 'string' ? result.nextCursor : undefined;
}
