import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiTooManyRequestsResponse } from '@nestjs/swagger';
import { RATE_LIMIT_KEY, RateLimitGuard } from './rate-limit.guard.js';
import type { RateLimitName } from './rate-limit.policies.js';

/** Limits how often a client may call the route; refused calls get a 429 with `Retry-After`. */
export const RateLimited = (name: RateLimitName): MethodDecorator =>
  applyDecorators(
    SetMetadata(RATE_LIMIT_KEY, name),
    UseGuards(RateLimitGuard),
    ApiTooManyRequestsResponse({ description: 'Too many requests; see Retry-After' }),
  );
