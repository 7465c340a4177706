import { chmod, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyzeMetafile, type Metafile } from 'esbuild';
import { CODE_CACHE_FILE } from '../loader/load-application.ts';
import { START_PROGRAM } from '../runtime/container.ts';
import { bundleApplication, bundleLoader } from './bundle.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What the zip holds; Lambda looks for `lambda.handler` in the first and runs the last, as serverless.yml says. */
export const PACKAGE_FILES = ['lambda.mjs', 'app.js', CODE_CACHE_FILE, START_PROGRAM];

/**
 * Writes loader and bundle into a folder, and what only people need (source map, licences, list of contents) into
 * another. The code cache is made afterwards, by running the two.
 */
export async function buildPackage(folder: string, debugFolder: string): Promise<Metafile> {
  for (const path of [folder, debugFolder]) {
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
  }
  const contents = await bundleApplication(join(ROOT, 'src/lambda.ts'), join(folder, 'app.js'));
  await bundleLoader(join(ROOT, 'tools/lambda/loader/lambda.ts'), join(folder, 'lambda.mjs'));
  await copyFile(join(ROOT, 'tools/lambda/loader', START_PROGRAM), join(folder, START_PROGRAM));
  await chmod(join(folder, START_PROGRAM), 0o755);
  for (const name of ['app.js.map', 'app.js.LEGAL.txt']) {
    await rename(join(folder, name), join(debugFolder, name));
  }
  await writeFile(join(debugFolder, 'contents.txt'), await analyzeMetafile(contents));
  return contents;
}
