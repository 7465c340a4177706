import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { mountApi } from './api/mount-api.ts';
import { mountControl } from './control/mount-control.ts';
import { mountPages } from './pages/mount-pages.ts';
import type { Sandbox } from './sandbox.ts';

/** The server's routes: Paymob's API, its pages, and the control interface of the sandbox. */
export function buildApp(sandbox: Sandbox, controlToken: string): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Django tells addresses with and without the last slash apart, and so do Paymob's.
  app.enable('strict routing');
  mountControl(app, sandbox, controlToken);
  mountPages(app, sandbox);
  mountApi(app, sandbox);
  app.use((_request, response) => {
    response.status(404).json({ detail: 'Not found.' });
  });
  app.use(answerError);
  return app;
}

/** A request that Express cannot read is the caller's fault; anything else is a defect of the sandbox. */
function answerError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(error);
  const { status = 500, type, message } = error as { status?: number; type?: string; message?: string };
  if (status >= 500) console.error('paymob-sandbox failed', error);
  const detail =
    status >= 500
      ? 'The sandbox failed; its log says why'
      : type === 'entity.parse.failed'
        ? `JSON parse error - ${message}`
        : message;
  response.status(status).json({ detail });
}
