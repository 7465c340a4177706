import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiHeader,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { IdempotencyInterceptor, type IdempotentRequest } from './idempotency.interceptor.js';

/** The route needs an Idempotency-Key; a repeat with the same key gets the same bytes and does nothing. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'A random value per intent, 8 to 255 visible ASCII characters; kept for 48 hours',
      schema: { type: 'string', minLength: 8, maxLength: 255 },
    }),
    ApiBadRequestResponse({ description: 'The body or the Idempotency-Key is not valid' }),
    ApiConflictResponse({
      description: 'In conflict with the current state, or the first request is in flight',
    }),
    ApiUnprocessableEntityResponse({ description: 'The Idempotency-Key was used for another request' }),
  );
}

/** Injects the id that this request gives to what it creates: the same for every repeat under one key. */
export const ResourceId = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<IdempotentRequest>().idempotentResourceId,
);
