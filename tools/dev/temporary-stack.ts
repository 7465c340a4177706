import { freePort } from '../lambda/http/free-port.ts';
import { startLocalMongo } from '../local-mongo/index.ts';
import { startPaymobSandbox } from '../paymob-sandbox/index.ts';
import { connectSandbox } from './connect-sandbox.ts';
import { run, start, stop, untilReady } from './run.ts';
import { shopEnvironment } from './shop-environment.ts';
import type { StackAddresses } from './stack-file.ts';

export interface TemporaryStack extends StackAddresses {
  stop(): Promise<void>;
}

/** A shop with the demo catalogue on free ports, in memory; gone when it is stopped. */
export async function startTemporaryStack(): Promise<TemporaryStack> {
  const database = await startLocalMongo();
  const sandbox = await startPaymobSandbox();
  const port = await freePort();
  const mongodbUri = new URL('/shop', database.uri).href;
  const env = { ...shopEnvironment({ port, mongodbUri, sandbox }), LOG_LEVEL: 'warn' };
  await run('nest', ['build']);
  await run('node', ['dist/cli/migrate.js'], { env, stdio: 'ignore' });
  await run('node', ['dist/cli/seed.js'], { env, stdio: 'ignore' });
  const api = start('node', ['dist/main.js'], { env });
  const apiUrl = `http://127.0.0.1:${port}`;
  await untilReady(`${apiUrl}/health/ready`, 30_000);
  await connectSandbox(sandbox, apiUrl);
  return {
    apiUrl,
    sandboxUrl: sandbox.url,
    controlToken: sandbox.controlToken,
    mongodbUri,
    async stop() {
      await stop(api);
      await sandbox.stop();
      await database.stop();
    },
  };
}
