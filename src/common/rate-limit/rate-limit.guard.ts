import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { callerOf } from '../auth/access.js';
import { clientNetwork } from './client-network.js';
import { RateLimitedError } from './rate-limit.errors.js';
import type { RateLimitName } from './rate-limit.policies.js';
import { RateLimitService } from './rate-limit.service.js';

export const RATE_LIMIT_KEY = 'rate-limit';

/**
 * Counts the request against the route's policy, per user where one is signed in and per network otherwise, and tells
 * the client in the header fields of draft-ietf-httpapi-ratelimit-headers where it stands.
 * @throws {RateLimitedError} when the quota is used up
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimitService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name = this.reflector.get<RateLimitName>(RATE_LIMIT_KEY, context.getHandler());
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const state = await this.limits.hit(name, callerOf(request)?.id ?? clientNetwork(request));
    http.getResponse<Response>().set({
      'RateLimit-Policy': `"${name}";q=${state.quota};w=${state.windowSeconds}`,
      RateLimit: `"${name}";r=${Math.max(0, state.remaining)};t=${state.resetSeconds}`,
    });
    if (state.remaining < 0) throw new RateLimitedError(state.resetSeconds);
    return true;
  }
}
