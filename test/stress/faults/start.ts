import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

/** Runs the bundle at a path with V8's code cache, which the first process to get that far leaves to its successors. */
const [, , bundle = ''] = process.argv;
const cache = `${bundle}.cache`;
const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
const script = new Script(readFileSync(bundle, 'latin1'), {
  filename: bundle,
  ...(cachedData && { cachedData }),
});
const run = script.runInThisContext() as (...scope: unknown[]) => void;
const module = { exports: {} };
run(module.exports, createRequire(bundle), module, bundle, '');
if (cachedData === undefined) process.once('message', keep);

function keep(): void {
  const own = `${cache}.${process.pid}`;
  writeFileSync(own, script.createCachedData());
  renameSync(own, cache);
}
