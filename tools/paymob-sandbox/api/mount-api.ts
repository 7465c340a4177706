import express, { type Express } from 'express';
import type { Sandbox } from '../sandbox.ts';
import { answerCall } from './answer-call.ts';
import { authRoutes } from './auth.routes.ts';
import { childRoutes } from './child.routes.ts';
import { integrationRoutes } from './integration.routes.ts';
import { intentionRoutes } from './intention.routes.ts';
import { orderRoutes } from './order.routes.ts';
import { payRoutes } from './pay.routes.ts';
import { paymentKeyRoutes } from './payment-key.routes.ts';
import { transactionRoutes } from './transaction.routes.ts';

const ROUTES = [
  ...intentionRoutes,
  ...authRoutes,
  ...orderRoutes,
  ...paymentKeyRoutes,
  ...payRoutes,
  ...childRoutes,
  ...transactionRoutes,
  ...integrationRoutes,
];

/** Puts Paymob's API onto the server. */
export function mountApi(app: Express, sandbox: Sandbox): void {
  app.use(['/v1', '/api'], express.json({ limit: '1mb' }));
  for (const route of ROUTES) {
    app[route.method](route.path, (request, response) => answerCall(sandbox, route, request, response));
  }
}
