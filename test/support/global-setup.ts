import { startLocalMongo } from '../../tools/local-mongo/index.ts';

interface TestGlobals {
  localMongo?: { stop(): Promise<void> };
}

/** One database server for the whole run: the one at MONGODB_URI, or the local one in memory. Each test file has its own database on it. */
export default async function globalSetup(): Promise<void> {
  if (process.env['MONGODB_URI'] !== undefined) {
    process.env['TEST_MONGODB_URI'] = process.env['MONGODB_URI'];
    return;
  }
  const server = await startLocalMongo();
  (globalThis as TestGlobals).localMongo = server;
  process.env['TEST_MONGODB_URI'] = server.uri;
}
