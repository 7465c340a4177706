import {
  createParamDecorator,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { Request } from 'express';

export const ROLES = ['customer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The caller, as proven by the access token. */
export interface AuthenticatedUser {
  readonly id: string;
  readonly role: Role;
  /** The refresh-token family that the access token came from. */
  readonly sessionId: string;
}

/** Who may call a route. A route without a mark is refused for everyone. */
export type Access = 'anonymous' | 'public' | 'authenticated' | { readonly roles: readonly Role[] };

export const ACCESS_KEY = 'access';

/**
 * Open to everyone and the same for everyone: a token that is sent along is not looked at, and costs nothing.
 * For the catalogue, health, and routes such as refresh to which clients send the token that has just expired.
 */
export const Anonymous = (): CustomDecorator => SetMetadata(ACCESS_KEY, 'anonymous' satisfies Access);

/**
 * Open to everyone, so that guests and customers can share a route. A token that is sent must be valid:
 * whoever is taken for a guest by mistake would place an order that is not in the account.
 */
export const Public = (): CustomDecorator => SetMetadata(ACCESS_KEY, 'public' satisfies Access);

/** Needs any valid access token. */
export const Authenticated = (): CustomDecorator => SetMetadata(ACCESS_KEY, 'authenticated' satisfies Access);

/** Needs an access token of one of these roles. */
export const Roles = (...roles: Role[]): CustomDecorator =>
  SetMetadata(ACCESS_KEY, { roles } satisfies Access);

/** The caller of the request; undefined for a guest on a public route. */
export function callerOf(request: Request): AuthenticatedUser | undefined {
  return (request as { user?: AuthenticatedUser }).user;
}

/** Injects the caller; undefined for a guest on a public route. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<Request>()),
);
