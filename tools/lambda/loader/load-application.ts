import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { zstdDecompressSync } from 'node:zlib';

export const CODE_CACHE_FILE = 'app.cache.zst';

/** What src/lambda.ts exports. */
interface LambdaApplication {
  readonly ready: Promise<void>;
  readonly handler: (event: unknown, context: unknown) => Promise<unknown>;
  readonly sweeper: (event: unknown, context: unknown) => Promise<unknown>;
}

interface LoadedApplication {
  readonly application: LambdaApplication;
  readonly script: Script;
  /** `missing` while the cache is being made; `refused` when it was made by another V8 or under other flags. */
  readonly codeCache: 'used' | 'refused' | 'missing';
}

type CommonJsWrapper = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  folder: string,
) => void;

/**
 * Runs the bundle with its V8 code cache, which takes a good third off the start; without a fitting cache V8 compiles it as usual.
 * V8 takes a cache only under the flags that it was made with. What differs between the ways to start Node and has had
 * its effect by now (--expose-gc of Lambda, the heap of start.sh) is set to the same wherever a cache is made or used.
 */
export function loadApplication(folder: string): LoadedApplication {
  setFlagsFromString('--no-expose-gc');
  setFlagsFromString('--initial-old-space-size=0');
  const filename = join(folder, 'app.js');
  const cachedData = readCache(join(folder, CODE_CACHE_FILE));
  // esbuild writes ASCII; reading it as such spares the decoding of megabytes.
  const script = new Script(readFileSync(filename, 'latin1'), {
    filename,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as CommonJsWrapper;
  run(module.exports, createRequire(filename), module, filename, dirname(filename));
  return {
    application: module.exports as LambdaApplication,
    script,
    codeCache: cachedData === undefined ? 'missing' : script.cachedDataRejected ? 'refused' : 'used',
  };
}

/** More than the cache has, so that it is unpacked into one buffer instead of hundreds that are then put together. */
const UNPACKED_BYTES = 8 * 1024 * 1024;

/** Zstandard makes a fifth less of it than the zip would, and unpacks in a few milliseconds. */
function readCache(path: string): Buffer | undefined {
  try {
    return zstdDecompressSync(readFileSync(path), { chunkSize: UNPACKED_BYTES });
  } catch {
    return undefined;
  }
}
