import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { transform } from '@swc/core';
import type { Plugin } from 'esbuild';

/** esbuild cannot emit the decorator metadata that Nest injects by, so the application's sources go through swc. */
export const decoratorMetadata: Plugin = {
  name: 'decorator-metadata',
  setup(build) {
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        filename: path,
        swcrc: false,
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      });
      return { contents: code.replace(GLOBAL_TYPE, 'Object'), loader: 'js', resolveDir: dirname(path) };
    });
  },
};

/**
 * swc writes the type of `@Res() response: Response` as a look-up of the global of that name, which makes Node load its
 * fetch library (20 ms). Nest has no use for it, and tsc writes Object too.
 */
const GLOBAL_TYPE = /typeof (Request|Response) === "undefined" \? Object : \1\b/g;

/**
 * `import * as mongoose` makes esbuild copy the instance behind a getter-only prototype, and every assignment to it
 * then throws, so that no connection comes up. Importers get this module with real exports instead.
 */
export const mongooseNamespace: Plugin = {
  name: 'mongoose-namespace',
  setup(build) {
    build.onResolve({ filter: /^mongoose$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'mongoose', namespace: 'mongoose-namespace' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'mongoose-namespace' }, async () => {
      const names = Object.keys(await import('mongoose')).filter((name) => /^[A-Za-z]\w*$/.test(name));
      const exported = names
        .filter((name) => name !== 'default')
        .map((name) => `const $${name} = instance.${name};\nexport { $${name} as ${name} };`);
      return {
        contents: [`const instance = require('mongoose');`, 'export default instance;', ...exported].join(
          '\n',
        ),
        resolveDir: process.cwd(),
      };
    });
  },
};

/** Packages that Nest and the driver load only when an application uses the feature; this one does not. */
const ABSENT =
  /^(@nestjs\/(microservices|websockets)(\/.*)?|@mongodb-js\/zstd|@aws-sdk\/credential-providers|aws4|class-transformer\/storage|file-type|gcp-metadata|kerberos|mongodb-client-encryption|snappy|socks)$/;

/** Answers the look-up of an optional package as Node would, without searching folders at every start. */
export const absentPackages: Plugin = {
  name: 'absent-packages',
  setup(build) {
    build.onResolve({ filter: ABSENT }, ({ path }) => ({ path, namespace: 'absent-packages' }));
    build.onLoad({ filter: /.*/, namespace: 'absent-packages' }, ({ path }) => ({
      contents: `throw Object.assign(new Error("Cannot find package '${path}'"), { code: 'MODULE_NOT_FOUND' });`,
    }));
  },
};

const CREATED_REQUIRE = /^(?:const|let|var) require = createRequire\(import\.meta\.url\);?$/m;
/** Reads packages that an application may lack; what it names is not part of this application. */
const OPTIONAL_LOADER = /@nestjs\/common\/utils\/load-package\.util\.js$/;

/**
 * `require` made by createRequire is invisible to esbuild: what it loads is left out without a warning, and
 * `PartialType` then validates nothing. Where it is the plain idiom, esbuild's own `require` takes its place;
 * any other use fails the build.
 */
export const visibleRequire: Plugin = {
  name: 'visible-require',
  setup(build) {
    build.onLoad({ filter: /\/node_modules\/.*\.m?js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('createRequire') || OPTIONAL_LOADER.test(path)) return undefined;
      const contents = source.replace(CREATED_REQUIRE, '');
      if (/createRequire\s*\(/.test(contents)) {
        return {
          errors: [{ text: `${path} loads packages by createRequire in a way that the bundle cannot see` }],
        };
      }
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Documentation is made at build time, so its decorators do nothing in the package and the library stays out.
 * Importing anything else of it from the Lambda's sources fails the build.
 */
export const silentSwagger: Plugin = {
  name: 'silent-swagger',
  setup(build) {
    build.onResolve({ filter: /^@nestjs\/swagger$/ }, () => ({
      path: 'swagger',
      namespace: 'silent-swagger',
    }));
    build.onLoad({ filter: /.*/, namespace: 'silent-swagger' }, async () => {
      const decorators = Object.keys(await import('@nestjs/swagger')).filter((name) =>
        name.startsWith('Api'),
      );
      return {
        contents: [
          `export { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/mapped-types';`,
          'const silent = () => () => undefined;',
          `export const getSchemaPath = () => '';`,
          ...decorators.map((name) => `export const ${name} = silent;`),
        ].join('\n'),
        resolveDir: process.cwd(),
      };
    });
  },
};
