import { join } from 'node:path';
import { connectSandbox } from '../../dev/connect-sandbox.ts';
import { run } from '../../dev/run.ts';
import { shopEnvironment } from '../../dev/shop-environment.ts';
import type { StackAddresses } from '../../dev/stack-file.ts';
import { startLocalMongo } from '../../local-mongo/index.ts';
import { startPaymobSandbox } from '../../paymob-sandbox/index.ts';
import { freePort } from '../http/free-port.ts';
import { startHttpFront } from '../http/http-front.ts';
import { LambdaFunction } from '../runtime/lambda-function.ts';
import { unpack } from './unpack.ts';

export interface OfflineOptions {
  /** The package to run; build/lambda.zip by default. */
  zip?: string;
  port?: number;
  /** Variables of a deployed function; those of this machine's addresses and secrets take their place. */
  deployedVariables?: Record<string, string>;
  /** Environment variables that differ from those of a shop on this machine. */
  environment?: Record<string, string>;
  onOutput?: (text: string) => void;
  /** Between two runs of the sweeper; a minute, as the schedule has it, by default. */
  sweepIntervalMs?: number;
}

export interface OfflineStack extends StackAddresses {
  api: LambdaFunction;
  stop(): Promise<void>;
}

const PACKAGE = join(import.meta.dirname, '../../../build/lambda.zip');

/** The packaged functions behind a local HTTP API, with a demo shop in a MongoDB and a Paymob sandbox of their own, in memory. */
export async function startOfflineStack(options: OfflineOptions = {}): Promise<OfflineStack> {
  const database = await startLocalMongo();
  const sandbox = await startPaymobSandbox();
  const port = options.port ?? (await freePort());
  const mongodbUri = new URL('/shop', database.uri).href;
  const env = { ...shopEnvironment({ port, mongodbUri, sandbox }), LOG_LEVEL: 'warn' };
  await run('nest', ['build']);
  await run('node', ['dist/cli/migrate.js'], { env, stdio: 'ignore' });
  await run('node', ['dist/cli/seed.js'], { env, stdio: 'ignore' });

  const task = await unpack(options.zip ?? PACKAGE);
  const environment = {
    ...options.deployedVariables,
    ...(env as Record<string, string>),
    NODE_ENV: 'production',
    ...options.environment,
  };
  const base = { folder: task.folder, environment, ...(options.onOutput && { onOutput: options.onOutput }) };
  const api = new LambdaFunction({ ...base, handler: 'lambda.handler' });
  const sweeper = new LambdaFunction({ ...base, handler: 'lambda.sweeper', timeoutMs: 60_000 }, 1);
  const front = await startHttpFront(api, port);
  await connectSandbox(sandbox, front.url);
  const beat = setInterval(() => {
    // A run that is refused because the last one still goes on is not missed: the next is near.
    sweeper.invoke({ source: 'aws.events' }).catch(() => undefined);
  }, options.sweepIntervalMs ?? 60_000);
  return {
    apiUrl: front.url,
    sandboxUrl: sandbox.url,
    controlToken: sandbox.controlToken,
    mongodbUri,
    api,
    async stop() {
      clearInterval(beat);
      await front.close();
      await Promise.all([api.stop(), sweeper.stop()]);
      await sandbox.stop();
      await database.stop();
      await task.remove();
    },
  };
}
