import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { type Access, ACCESS_KEY, callerOf } from '../../common/auth/access.js';
import { ForbiddenError } from '../../common/errors/common.errors.js';

/** Lets a caller through whom the route's mark allows. A route without a mark is closed, even to admins. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    const caller = callerOf(context.switchToHttp().getRequest<Request>());
    if (!isAllowed(access, caller?.role)) throw new ForbiddenError();
    return true;
  }
}

function isAllowed(access: Access | undefined, role: string | undefined): boolean {
  if (access === undefined) return false;
  if (access === 'anonymous' || access === 'public') return true;
  if (access === 'authenticated') return role !== undefined;
  return access.roles.some((allowed) => allowed === role);
}
