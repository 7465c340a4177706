import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { callerOf } from '../../common/auth/access.js';
import type { Shopper } from './carts.service.js';

const TOKEN = /^[\w-]{43}$/;

/** Who is shopping: the signed-in customer, or the guest by `X-Cart-Token`. */
export function shopperOf(request: Request): Shopper {
  const userId = callerOf(request)?.id;
  if (userId !== undefined) return { userId };
  const cartToken = request.get('x-cart-token');
  return cartToken !== undefined && TOKEN.test(cartToken) ? { cartToken } : {};
}

/** Injects who is shopping. */
export const CurrentShopper = createParamDecorator((_: unknown, context: ExecutionContext) =>
  shopperOf(context.switchToHttp().getRequest<Request>()),
);
