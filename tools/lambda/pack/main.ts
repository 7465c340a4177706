import { stat } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CODE_CACHE_FILE } from '../loader/load-application.ts';
import { buildPackage, PACKAGE_FILES } from './build-package.ts';
import { makeCodeCache } from './code-cache.ts';
import { judgeSize, recordedSize, recordSize, type PackageSize } from './package-size.ts';
import { zipFiles } from './zip.ts';

/**
 * `npm run build:lambda [-- --record]`: makes build/lambda.zip out of the loader, the bundle and its V8 code cache.
 * LAMBDA_NODE names the Node that the Lambda runtime has, when it is another than this one.
 */
const { values: options } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'build/lambda');
const lambdaNode = process.env['LAMBDA_NODE'] ?? process.execPath;

await buildPackage(folder, join(root, 'build/lambda-debug'));
await makeCodeCache(folder, lambdaNode);

const size: PackageSize = {
  bundle: (await stat(join(folder, 'app.js'))).size,
  codeCache: (await stat(join(folder, CODE_CACHE_FILE))).size,
  zipped: zipFiles(folder, PACKAGE_FILES, join(root, 'build/lambda.zip')),
};
const version = execFileSync(lambdaNode, ['--version'], { encoding: 'utf8' }).trim();
console.log(`build/lambda.zip for Node ${version}`);
console.table({
  'bundle (app.js)': { bytes: size.bundle },
  'code cache, compressed': { bytes: size.codeCache },
  'zipped, all': { bytes: size.zipped, recorded: recordedSize().zipped },
});
if (options.record) recordSize(size);
const problem = judgeSize(size, recordedSize());
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
}
