import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { constants, zstdCompressSync } from 'node:zlib';
import { readBody } from '../http/read-body.ts';
import { toHttpEvent } from '../http/http-event.ts';
import { writeHttpResult } from '../http/http-result.ts';
import { CODE_CACHE_FILE, loadApplication } from '../loader/load-application.ts';

/**
 * The strongest compression, over a window that stays in the processor's cache: 4 % larger than over the whole file, and
 * unpacked a third faster at every start.
 */
const COMPRESSION = { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_windowLog]: 18 };

/**
 * Runs the packaged application behind a port, which it prints, until its input ends; then writes V8's code cache with
 * every function that the requests meanwhile have made it compile. Run by the Node that Lambda will have.
 */
const [folder = ''] = process.argv.slice(2);
// V8 drops the code of functions that were idle for a while; those of the start would be missing from the cache.
setFlagsFromString('--no-flush-bytecode');
const { application, script } = loadApplication(folder);
await application.ready;

const context = { getRemainingTimeInMillis: () => 30_000 };
const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const event = toHttpEvent(request, await readBody(request), randomUUID());
  writeHttpResult(await application.handler(event, context), response);
}

server.listen(0, '127.0.0.1', () => {
  console.log(`listening on ${(server.address() as AddressInfo).port}`);
});

process.stdin.resume().once('end', () => {
  // V8 refuses a cache that was made under other flags than it is used with.
  setFlagsFromString('--flush-bytecode');
  const codeCache = script.createCachedData();
  writeFileSync(join(folder, CODE_CACHE_FILE), zstdCompressSync(codeCache, { params: COMPRESSION }));
  process.exit();
});
