import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { type Access, ACCESS_KEY, callerOf } from '../../common/auth/access.js';
import { UnauthenticatedError } from '../../common/errors/common.errors.js';
import { currentRequest } from '../../common/logging/request-context.js';
import { JwtStrategy } from './jwt.strategy.js';

/** Finds out who calls, on every route that wants to know; whether the caller may is the next guard's question. */
@Injectable()
export class JwtAuthGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    strategy: JwtStrategy,
  ) {
    // Passport keeps strategies by name for the whole process, and takes one itself in place of a name: that keeps two
    // applications in one process (tests, a reload) from checking tokens with each other's keys and databases.
    // It hangs the outcome of a request on the strategy, so each request gets one of its own, as it would by name;
    // with a shared one, requests at the same time would be given each other's users.
    super({
      get defaultStrategy() {
        return Object.create(strategy) as string;
      },
    });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'anonymous') return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (access === 'public' && request.headers.authorization === undefined) return true;
    await super.canActivate(context);
    const logContext = currentRequest();
    if (logContext !== undefined) logContext.userId = callerOf(request)?.id;
    return true;
  }

  /** Called by passport with what the strategy found. */
  override handleRequest<User>(error: unknown, user: User | false | null): User {
    if (error) throw error;
    if (!user) throw new UnauthenticatedError();
    return user;
  }
}
