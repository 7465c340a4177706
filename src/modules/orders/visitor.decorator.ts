import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ApiHeaderOptions } from '@nestjs/swagger';
import type { Request } from 'express';
import { callerOf } from '../../common/auth/access.js';
import { shopperOf } from '../carts/index.js';
import type { OrderVisitor } from './order-visibility.service.js';

/** Injects who asks for an order. */
export const Visitor = createParamDecorator((_: unknown, context: ExecutionContext): OrderVisitor => {
  const request = context.switchToHttp().getRequest<Request>();
  return {
    caller: callerOf(request),
    shopper: shopperOf(request),
    orderToken: request.get('x-order-token'),
  };
});

/** The headers by which guests show that an order is theirs, for the documentation. */
export const GUEST_HEADERS: Record<'cart' | 'order', ApiHeaderOptions> = {
  cart: {
    name: 'X-Cart-Token',
    required: false,
    description: 'A guest’s token of the cart that was ordered',
  },
  order: {
    name: 'X-Order-Token',
    required: false,
    description: 'The token from the link in a mail about the order',
  },
};
