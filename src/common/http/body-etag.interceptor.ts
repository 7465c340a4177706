import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { bodyEtag } from './etag.js';

/** For public reads: serialises once, tags the bytes, and lets Express answer 304 to a client that has them. */
@Injectable()
export class BodyEtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<string> {
    return next.handle().pipe(
      map((result: unknown) => {
        const body = JSON.stringify(result);
        const response = context.switchToHttp().getResponse<Response>();
        response.type('application/json');
        if (response.getHeader('ETag') === undefined) response.setHeader('ETag', bodyEtag(body));
        return body;
      }),
    );
  }
}
