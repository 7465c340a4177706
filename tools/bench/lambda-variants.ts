import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { CODE_CACHE_FILE } from '../lambda/loader/load-application.ts';
import { startPackageWorld, type PackageWorld } from '../lambda/pack/package-world.ts';
import { openSampleShop } from '../lambda/pack/sample-shop.ts';
import { startHttpFront } from '../lambda/http/http-front.ts';
import { LambdaFunction } from '../lambda/runtime/lambda-function.ts';
import type { FunctionOptions } from '../lambda/runtime/container.ts';

const ROOT = join(import.meta.dirname, '../..');

export const VARIANTS = ['bare handler', 'Express 5', 'this, with cache', 'this, cache refused'] as const;
export type Variant = (typeof VARIANTS)[number];

export interface LambdaBench {
  /** How to start each variant; every one reads the same database. */
  variants: Record<Variant, FunctionOptions>;
  productIds: string[];
  world: PackageWorld;
  stop(): Promise<void>;
}

/** Puts each variant into a folder of its own outside of the repository, over one database with a small shop in it. */
export async function prepareLambdaBench(products = 100): Promise<LambdaBench> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-lambda-'));
  const world = await startPackageWorld();
  const packaged = join(folder, 'with-cache');
  const refused = join(folder, 'without-cache');
  for (const copy of [packaged, refused]) await cp(join(ROOT, 'build/lambda'), copy, { recursive: true });
  await rm(join(refused, CODE_CACHE_FILE));
  await bundleReference('bare-handler', join(folder, 'bare'));
  await bundleReference('express-app', join(folder, 'express'));

  const options = (taskRoot: string): FunctionOptions => ({
    folder: taskRoot,
    handler: 'lambda.handler',
    environment: world.environment,
  });
  const shop = await fillShop(options(packaged), world, products);
  return {
    variants: {
      'bare handler': options(join(folder, 'bare')),
      'Express 5': options(join(folder, 'express')),
      'this, with cache': options(packaged),
      'this, cache refused': options(refused),
    },
    productIds: shop.productIds,
    world,
    async stop() {
      await world.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function bundleReference(name: string, folder: string): Promise<void> {
  await mkdir(folder);
  await build({
    entryPoints: [join(import.meta.dirname, `reference/${name}.ts`)],
    outfile: join(folder, 'lambda.js'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    logLevel: 'error',
    external: [
      'kerberos',
      '@mongodb-js/zstd',
      '@aws-sdk/credential-providers',
      'gcp-metadata',
      'snappy',
      'socks',
      'aws4',
      'mongodb-client-encryption',
    ],
  });
}

async function fillShop(packaged: FunctionOptions, world: PackageWorld, products: number) {
  const lambda = new LambdaFunction(packaged, 1);
  const front = await startHttpFront(lambda);
  try {
    return await openSampleShop(front.url, world.database, products);
  } finally {
    await front.close();
    await lambda.stop();
  }
}
