import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const root = join(import.meta.dirname, '../../..');
const inPackage = (path: string) => join(root, 'node_modules', path);

/** The media types that the API names; the full table has 2,500 and is read at every start. */
const MEDIA_TYPES = {
  'application/json': { charset: 'UTF-8', compressible: true, extensions: ['json'] },
  'application/problem+json': { compressible: true },
  'text/csv': { compressible: true, extensions: ['csv'] },
  'text/html': { compressible: true, extensions: ['html'] },
  'text/plain': { compressible: true, extensions: ['txt'] },
};

/**
 * Modules that other code names but this application cannot reach, or of which it needs a part, and what stands in
 * for them. They cost half of the size and a third of the start.
 */
const REPLACEMENTS: { filter: RegExp; from?: RegExp; contents: () => string }[] = [
  {
    // The driver parses its address with it. Node has the same WHATWG parser built in.
    filter: /^whatwg-url$/,
    contents: () => 'module.exports = { URL, URLSearchParams };',
  },
  {
    // JSON bodies come in Unicode encodings only (the parser answers 415 to others); these are the tables of the others.
    filter: /^\.\/(sbcs-data|sbcs-data-generated|dbcs-data)$/,
    from: /\/iconv-lite\/encodings\//,
    contents: () => 'module.exports = {};',
  },
  {
    filter: /^mime-db$/,
    contents: () => `module.exports = ${JSON.stringify(MEDIA_TYPES)};`,
  },
  {
    // Nest imports the whole package to call one function of it, which would keep every validator there is.
    filter: /^class-validator$/,
    from: /\/@nestjs\/common\/pipes\/validation\.pipe\.js$/,
    contents: () => `export { validate } from 'class-validator';`,
  },
  {
    filter: /^class-validator$/,
    from: /\/@nestjs\/mapped-types\/dist\/type-helpers\.utils\.js$/,
    contents: () => `export { getMetadataStorage, IsOptional, ValidateIf } from 'class-validator';`,
  },
  {
    // Unpacks tables of Unicode at import; passwords of printable ASCII, which it leaves as they are, need none.
    filter: /^@mongodb-js\/saslprep$/,
    contents: () => `
      let saslprep;
      exports.saslprep = (input, options) => {
        if (/^[\\x20-\\x7e]*$/.test(input)) return input;
        saslprep ??= require('@mongodb-js/saslprep').saslprep;
        return saslprep(input, options);
      };`,
  },
  {
    // Only asked whether Node is newer than 15.
    filter: /^semver$/,
    from: /\/jsonwebtoken\/lib\//,
    contents: () => 'module.exports = { satisfies: () => true };',
  },
  {
    // Warnings of what an application should no longer call. It asks for the line of each caller at import, for which V8
    // counts the lines of the whole bundle.
    filter: /^depd$/,
    contents: () =>
      'module.exports = () => Object.assign(() => undefined, { function: (called) => called, property: () => undefined });',
  },
  {
    // Uploads of files by forms, which the API has none of. Using them fails the build.
    filter: /^\.\/multer\/index\.js$/,
    from: /\/@nestjs\/platform-express\/index\.js$/,
    contents: () => 'export {};',
  },
  {
    // Likewise the HTTP adapter.
    filter: /^@nestjs\/platform-express$/,
    from: /\/@nestjs\/core\/nest-factory\.js$/,
    contents: () => `export { ExpressAdapter } from '@nestjs/platform-express';`,
  },
];

/** Builds of packages as ES modules, from which esbuild takes only what is used. */
const ES_MODULES: Record<string, string> = {
  'class-validator': 'class-validator/esm2015/index.js',
  rxjs: 'rxjs/dist/esm/index.js',
  'rxjs/operators': 'rxjs/dist/esm/operators/index.js',
};

/** Nest's loggers prepare at import for coloured lines, whose dates need ICU (15 ms); ours writes JSON. */
const DATE_FORMAT = /const dateTimeFormatter = (new Intl\.DateTimeFormat\([^)]*\));/;

export const leanDependencies: Plugin = {
  name: 'lean-dependencies',
  setup(build) {
    for (const [index, { filter, from, contents }] of REPLACEMENTS.entries()) {
      const namespace = `lean-${index}`;
      build.onResolve({ filter }, ({ path, importer, namespace: origin }) =>
        origin === namespace || (from !== undefined && !from.test(importer))
          ? undefined
          : { path, namespace },
      );
      build.onLoad({ filter: /.*/, namespace }, () => ({ contents: contents(), resolveDir: root }));
    }
    build.onResolve({ filter: /^(class-validator|rxjs|rxjs\/operators)$/ }, ({ path }) => ({
      path: inPackage(ES_MODULES[path]!),
      sideEffects: false,
    }));
    build.onLoad(
      { filter: /\/@nestjs\/common\/services\/(console-)?logger\.service\.js$/ },
      async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!DATE_FORMAT.test(source))
          return { errors: [{ text: `${path} no longer makes its date format at import` }] };
        return {
          contents: source.replace(
            DATE_FORMAT,
            'const dateTimeFormatter = { format: (date) => $1.format(date) };',
          ),
        };
      },
    );
  },
};
