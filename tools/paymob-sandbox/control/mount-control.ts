import { timingSafeEqual } from 'node:crypto';
import express, { Router, type Express, type NextFunction, type Request, type Response } from 'express';
import type { Sandbox } from '../sandbox.ts';
import { ControlError } from './control-error.ts';
import { deliveryControls } from './delivery-controls.ts';
import { inspectionControls } from './inspection-controls.ts';
import { paymentControls } from './payment-controls.ts';
import { setupControls } from './setup-controls.ts';

const CONTROLS = [...paymentControls, ...inspectionControls, ...deliveryControls, ...setupControls];

/** Puts the control interface onto the server; only its own token opens it, none of Paymob's keys. */
export function mountControl(app: Express, sandbox: Sandbox, controlToken: string): void {
  const router = Router();
  router.use((request, response, next) => {
    if (isToken(request.headers['x-sandbox-token'], controlToken)) return next();
    response.status(401).json({ error: 'The header X-Sandbox-Token must hold the control token' });
  });
  router.use(express.json({ limit: '1mb' }));
  for (const { method, path, run } of CONTROLS) {
    router[method](path, async (request, response) => {
      const { params, query, body } = request;
      response.json(
        await run(sandbox, { params: params as Record<string, string>, query, body: body as unknown }),
      );
    });
  }
  router.use((_request, response) => {
    response.status(404).json({ error: 'There is no such control' });
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof ControlError) response.status(error.status).json({ error: error.message });
    else next(error);
  });
  app.use('/__sandbox', router);
}

function isToken(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
