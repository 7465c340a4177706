import { hash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { callerOf } from '../auth/access.js';
import { toProblem } from '../errors/to-problem.js';
import { IdempotencyKeyMalformedError, IdempotencyKeyMissingError } from './idempotency.errors.js';
import type { KeyLock } from './idempotency-key.repository.js';
import type { StoredAnswer } from './idempotency-key.schema.js';
import { IdempotencyService } from './idempotency.service.js';

export interface IdempotentRequest extends Request {
  idempotentResourceId?: string;
}

const KEPT_HEADERS = ['etag', 'location'];
const VISIBLE_ASCII = /^[\x21-\x7e]{8,255}$/;

/**
 * Runs a handler once per Idempotency-Key and replays its answer byte for byte
 * (draft-ietf-httpapi-idempotency-key-header-07; keys are scoped to the caller).
 * The key is claimed before the handler runs and its answer stored before it is sent, so a crash at any point
 * leaves either nothing or a key whose repeat finishes the work.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<string> {
    const http = context.switchToHttp();
    return from(this.run(http.getRequest<IdempotentRequest>(), http.getResponse<Response>(), next));
  }

  private async run(request: IdempotentRequest, response: Response, next: CallHandler): Promise<string> {
    const claim = await this.idempotency.claim(keyId(request), fingerprintOf(request));
    if (claim.kind === 'replay') {
      response.setHeader('Idempotent-Replayed', 'true');
      return send(response, claim.answer);
    }
    request.idempotentResourceId = claim.lock.resourceId;
    const result = await this.execute(claim.lock, next);
    const answer: StoredAnswer = {
      status: response.statusCode,
      body: JSON.stringify(result),
      headers: Object.fromEntries(
        KEPT_HEADERS.flatMap((name) => {
          const value = response.getHeader(name);
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      ),
    };
    await this.idempotency.finish(claim.lock, answer);
    return send(response, answer);
  }

  private async execute(lock: KeyLock, next: CallHandler): Promise<unknown> {
    try {
      return (await lastValueFrom(next.handle())) as unknown;
    } catch (error) {
      // Failing to free the key must not hide why; its lease runs out by itself.
      const release =
        toProblem(error).parts.status < 500 ? this.idempotency.forget(lock) : this.idempotency.suspend(lock);
      await release.catch(() => undefined);
      throw error;
    }
  }
}

function send(response: Response, answer: StoredAnswer): string {
  response.status(answer.status).type('application/json').set(answer.headers);
  return answer.body;
}

/** Accepts the bare key and, as the draft has it, the quoted one. */
function keyId(request: Request): string {
  const header = request.get('idempotency-key')?.trim();
  if (header === undefined || header === '') throw new IdempotencyKeyMissingError();
  const key = header.replace(/^"(.*)"$/, '$1');
  if (!VISIBLE_ASCII.test(key)) throw new IdempotencyKeyMalformedError();
  const caller = callerOf(request)?.id ?? `guest:${request.get('x-cart-token') ?? ''}`;
  return sha256([caller, request.method, request.path, key]);
}

function fingerprintOf(request: Request): string {
  return sha256([request.path, canonicalJson(request.body as unknown)]);
}

function sha256(parts: string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}

/** JSON with sorted keys: the same request written in another order is the same request. */
function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ''
  );
}
