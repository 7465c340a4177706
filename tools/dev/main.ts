import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEMO_ACCOUNTS } from '../../src/cli/demo-shop/demo-accounts.ts';
import { startLocalMongo } from '../local-mongo/index.ts';
import { startPaymobSandbox } from '../paymob-sandbox/index.ts';
import { connectSandbox } from './connect-sandbox.ts';
import { run, start, stop, untilReady } from './run.ts';
import { shopEnvironment } from './shop-environment.ts';
import { STACK_FILE, type StackAddresses } from './stack-file.ts';

const USAGE = `Usage: npm run dev [-- --fresh]

Starts the API with hot reload, and beside it a MongoDB server, a Paymob sandbox and a demo shop, all on this machine.
Data lies in .local/dev and survives a restart; --fresh begins anew. PORT (5000) is the API's, PORT + 1 the sandbox's.
With MONGODB_URI set, that database is used and filled instead; a file .env is read when there is one.`;

const DATA = join('.local', 'dev');
const DATABASE_PORT = 27027;
const START_TIMEOUT_MS = 120_000;

const { values } = parseArgs({
  options: { fresh: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help === true) {
  console.log(USAGE);
  process.exit(0);
}

try {
  process.loadEnvFile();
} catch {
  // Most machines have none: everything has a default here.
}
if (values.fresh === true) rmSync(DATA, { recursive: true, force: true });
mkdirSync(DATA, { recursive: true });

const port = Number(process.env['PORT'] ?? 5000);
const external = process.env['MONGODB_URI'];
const database =
  external === undefined
    ? await startLocalMongo({ port: DATABASE_PORT, dataDir: join(DATA, 'mongo') })
    : undefined;
const mongodbUri = external ?? new URL('/shop', database!.uri).href;
const sandbox = await startPaymobSandbox({
  port: port + 1,
  dataFile: join(DATA, 'paymob.sqlite'),
  controlToken: 'local',
});
const url = `http://127.0.0.1:${port}`;
await connectSandbox(sandbox, url);
const env = shopEnvironment({ port, mongodbUri, sandbox }, join(DATA, 'jwt-secret'));

const api = start('nest', ['start', '--watch', '--preserveWatchOutput'], { env });
let isStopping = false;
async function shutDown(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  rmSync(STACK_FILE, { force: true });
  await stop(api);
  await sandbox.stop();
  await database?.stop();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutDown(0));
api.once('exit', () => void shutDown(1));

try {
  await untilReady(`${url}/health/ready`, START_TIMEOUT_MS);
  // What the watcher has compiled serves the commands too; the address is told only when the shop is filled.
  await run('node', ['dist/cli/migrate.js'], { env });
  await run('node', ['dist/cli/seed.js'], { env });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await shutDown(1);
}
const stack: StackAddresses = {
  apiUrl: url,
  sandboxUrl: sandbox.url,
  controlToken: sandbox.controlToken,
  mongodbUri,
};
writeFileSync(STACK_FILE, JSON.stringify(stack, null, 2));
console.log(`
  API       ${url}/v1/products
  Docs      ${url}/docs      (OpenAPI: ${url}/openapi.json)
  Paymob    ${sandbox.url}      (sandbox; test cards and triggers: tools/paymob-sandbox/README.md)
  MongoDB   ${mongodbUri}

  Admin     ${DEMO_ACCOUNTS.admin.email}  ${DEMO_ACCOUNTS.admin.password}
  Customer  ${DEMO_ACCOUNTS.customer.email}  ${DEMO_ACCOUNTS.customer.password}

  Buy something:  npm run demo          Stop: Ctrl+C          Begin anew: npm run dev -- --fresh
`);
