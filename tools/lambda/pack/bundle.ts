import { build, type BuildOptions, type Metafile } from 'esbuild';
import {
  absentPackages,
  decoratorMetadata,
  mongooseNamespace,
  silentSwagger,
  visibleRequire,
} from './esbuild-plugins.ts';
import { leanDependencies } from './lean-plugin.ts';

/**
 * Identifiers stay as they are: models and errors are named after classes, and esbuild's way of keeping those names
 * beside short identifiers calls a function for every function and class, those made within a request included (a quarter of a product read).
 */
const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'external',
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Bundles the application with all that it imports into one script: V8 can take a whole script from its code cache,
 * which modules do not allow. The file is a CommonJS module already wrapped in its function.
 */
export async function bundleApplication(entry: string, outfile: string): Promise<Metafile> {
  const result = await build({
    ...COMMON,
    entryPoints: [entry],
    outfile,
    format: 'cjs',
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    define: { 'import.meta.url': 'bundleUrl' },
    banner: {
      js:
        '(function (exports, require, module, __filename, __dirname) {' +
        `const bundleUrl = require('node:url').pathToFileURL(__filename).href;`,
    },
    footer: { js: '})' },
    plugins: [
      absentPackages,
      decoratorMetadata,
      mongooseNamespace,
      visibleRequire,
      silentSwagger,
      leanDependencies,
    ],
  });
  return result.metafile;
}

/** Bundles the small module that loads the application. */
export async function bundleLoader(entry: string, outfile: string): Promise<void> {
  await build({ ...COMMON, entryPoints: [entry], outfile, format: 'esm' });
}
