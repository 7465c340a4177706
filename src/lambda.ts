import 'reflect-metadata';
import { configure } from '@codegenie/serverless-express';
import { Logger } from '@nestjs/common';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createApp } from './app.factory.js';
import { embedMetrics, enableEmbeddedMetrics } from './common/metrics/embedded-metrics.js';
import { DatabaseConnector } from './common/persistence/database.connector.js';
import { AppConfig } from './config/app-config.js';
import { lambdaServiceName } from './config/lambda-environment.js';
import { afterClosedConnections } from './lambda/closed-connections.js';
import { toEncodedPath } from './lambda/encoded-path.js';
import { withinLimits } from './lambda/lambda-answer.js';
import { SweeperService, type SweepReport } from './modules/sweeper/index.js';

type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Left for the piece of work in hand when no new one may begin. */
const SWEEP_MARGIN_MS = 10_000;

enableEmbeddedMetrics(lambdaServiceName());

/** One application per container, begun when the module is loaded; every event uses it. */
const application = createApp(AppConfig.fromEnvironment());

const http = application.then(
  (app) => configure({ app: app.getHttpAdapter().getInstance() }) as unknown as HttpHandler,
);

/**
 * Settles when the container can serve. The loader waits for it, so that boot and connection fall into Lambda's
 * initialisation, which has a full processor, and not into the first request, which at 512 MB has a third of one.
 * An unreachable database does not fail it: each request tries again and is answered with 503 meanwhile.
 */
export const ready: Promise<void> = connect();

async function connect(): Promise<void> {
  const app = await application;
  await app
    .get(DatabaseConnector)
    .ensureConnected()
    .catch(() => undefined);
  new Logger('Lambda').log('container ready', {
    sinceProcessStartMs: Math.round(performance.now()),
    ...embedMetrics([{ name: 'ColdStarts', value: 1, unit: 'Count' }]),
  });
}

/** Answers one HTTP API event (payload format 2.0). */
export async function handler(
  event: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  const serve = await http;
  return afterClosedConnections(() => {
    const answer = serve({ ...event, rawPath: toEncodedPath(event.rawPath) }, context);
    return withinLimits(answer, event, context);
  });
}

/** Run by a schedule: finishes what crashes, outages and the passing of time have left. */
export async function sweeper(_event: unknown, context: Context): Promise<SweepReport> {
  const app = await application;
  const deadline = new Date(Date.now() + context.getRemainingTimeInMillis() - SWEEP_MARGIN_MS);
  return afterClosedConnections(() => app.get(SweeperService).run({ deadline }));
}
