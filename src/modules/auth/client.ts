import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { clientNetwork } from '../../common/rate-limit/client-network.js';

/** What is kept of a User-Agent header. */
const MAX_USER_AGENT = 256;

/** The program that sent a request, as far as it can be told. */
export interface Client {
  userAgent: string;
  network: string;
}

/** Injects the client of the request. */
export const CurrentClient = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  const request = context.switchToHttp().getRequest<Request>();
  return {
    userAgent: (request.get('user-agent') ?? 'unknown').slice(0, MAX_USER_AGENT),
    network: clientNetwork(request),
  };
});
