import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeMetafile } from 'esbuild';
import { bundleApplication, bundleLoader } from './bundle.ts';
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
const debugFolder = join(root, 'build/lambda-debug');
const lambdaNode = process.env['LAMBDA_NODE'] ?? process.execPath;

await rm(folder, { recursive: true, force: true });
await rm(debugFolder, { recursive: true, force: true });
await mkdir(debugFolder, { recursive: true });

const contents = await bundleApplication(join(root, 'src/lambda.ts'), join(folder, 'app.js'));
await bundleLoader(join(root, 'tools/lambda/loader/lambda.ts'), join(folder, 'lambda.mjs'));
// For reading stack traces and licences; Lambda has no use for them.
for (const name of ['app.js.map', 'app.js.LEGAL.txt'])
  await rename(join(folder, name), join(debugFolder, name));
await writeFile(join(debugFolder, 'contents.txt'), await analyzeMetafile(contents));
await makeCodeCache(folder, lambdaNode);

const size: PackageSize = {
  bundle: (await stat(join(folder, 'app.js'))).size,
  codeCache: (await stat(join(folder, 'app.cache'))).size,
  zipped: zipFiles(folder, ['app.cache', 'app.js', 'lambda.mjs'], join(root, 'build/lambda.zip')),
};
const version = execFileSync(lambdaNode, ['--version'], { encoding: 'utf8' }).trim();
console.log(`build/lambda.zip for Node ${version}`);
console.table({
  'bundle (app.js)': { bytes: size.bundle },
  'code cache (app.cache)': { bytes: size.codeCache },
  'zipped, all': { bytes: size.zipped, recorded: recordedSize().zipped },
});
if (options.record) recordSize(size);
const problem = judgeSize(size, recordedSize());
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
}
