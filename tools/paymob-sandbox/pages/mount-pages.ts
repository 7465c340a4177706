import express, { type Express } from 'express';
import type { Sandbox } from '../sandbox.ts';
import { mountCheckout } from './checkout.routes.ts';
import { mountResults } from './result.routes.ts';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Puts the pages for customers onto the server. */
export function mountPages(app: Express, sandbox: Sandbox): void {
  app.use(
    ['/unifiedcheckout', '/checkout', '/api/acceptance/iframes', '/api/acceptance/post_pay'],
    (_request, response, next) => {
      response.set(HEADERS);
      next();
    },
  );
  app.use('/checkout', express.urlencoded({ extended: false, limit: '20kb' }));
  mountCheckout(app, sandbox);
  mountResults(app, sandbox);
}
