import { VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import mongoose from 'mongoose';
import { AppModule } from './app.module.js';
import { ProblemDetailsFilter } from './common/errors/problem-details.filter.js';
import { bodyGuardMiddleware } from './common/http/body-guard.middleware.js';
import { databaseGate } from './common/http/database-gate.middleware.js';
import { mediaTypeMiddleware } from './common/http/media-type.middleware.js';
import { requestIdMiddleware } from './common/http/request-id.middleware.js';
import { AppLogger } from './common/logging/app-logger.js';
import { DatabaseConnector } from './common/persistence/database.connector.js';
import type { AppConfig } from './config/app-config.js';

const MAX_BODY = '100kb';
const YEAR_SECONDS = 31_536_000;

/**
 * Builds the whole application, ready to listen or to be handed Lambda events; server, Lambda and tests share it.
 * It does not wait for the database: requests do, each for itself.
 * @param beforeInit adds routes that must stand before the catch-all 404, such as the documentation pages
 */
export async function createApp(
  config: AppConfig,
  beforeInit: (app: NestExpressApplication) => void = () => undefined,
): Promise<NestExpressApplication> {
  // A client's object can never become a query operator, and a misspelt field in a filter is a defect of ours.
  mongoose.set('sanitizeFilter', true);
  mongoose.set('strictQuery', 'throw');

  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    bodyParser: false,
    abortOnError: false,
    logger: new AppLogger(config.logLevel),
  });
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', config.trustProxyHops);
  app.use(requestIdMiddleware, securityHeaders);
  app.enableCors({
    origin: config.corsOrigins,
    exposedHeaders: [
      'ETag',
      'Idempotent-Replayed',
      'Link',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'X-Request-Id',
    ],
    maxAge: 600,
  });
  app.use(mediaTypeMiddleware);
  app.useBodyParser('json', { limit: MAX_BODY, strict: true });
  app.use(bodyGuardMiddleware);

  const connector = app.get(DatabaseConnector);
  app.use(databaseGate(connector));
  // Errors of the middleware above; those of the routes reach the same filter through Nest.
  const filter = new ProblemDetailsFilter();
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    filter.answer(error, request, response),
  );
  beforeInit(app);
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  // The connection comes up while the rest starts; a failure is told by the requests that need it.
  connector.ensureConnected().catch(() => undefined);
  await app.init();
  return app;
}

/** For an API that serves data only: nothing may be framed, sniffed, cached by default or run as a page. */
function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-site',
    'Referrer-Policy': 'no-referrer',
    'Strict-Transport-Security': `max-age=${YEAR_SECONDS}; includeSubDomains`,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  next();
}
