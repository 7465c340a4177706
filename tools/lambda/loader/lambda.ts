import { lambdaServiceName } from '../../../src/config/lambda-environment.ts';
import { loadApplication } from './load-application.ts';

/**
 * `lambda.mjs` of the package, where AWS's runtime finds `lambda.handler` and `lambda.sweeper`.
 * A module, so that it can wait: the whole boot belongs to Lambda's initialisation.
 */
const { application, codeCache } = loadApplication(import.meta.dirname);
if (codeCache !== 'used') reportCodeCache(codeCache);
await application.ready;

export const { handler, sweeper } = application;

/** In CloudWatch's embedded metric format, so that a package built for another Node shows on the dashboard. */
function reportCodeCache(state: string): void {
  const metrics = [{ Name: 'CodeCacheRefused', Unit: 'Count' }];
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'ecommerce-backend', Dimensions: [['service']], Metrics: metrics }],
    },
    service: lambdaServiceName(),
    CodeCacheRefused: 1,
    level: 'warn',
    message: `code cache ${state}`,
    node: process.version,
    v8: process.versions.v8,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
