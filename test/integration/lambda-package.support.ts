import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { startHttpFront } from '../../tools/lambda/http/http-front.ts';
import { buildPackage } from '../../tools/lambda/pack/build-package.ts';
import type { FunctionOptions } from '../../tools/lambda/runtime/container.ts';
import { LambdaFunction } from '../../tools/lambda/runtime/lambda-function.ts';

export interface BuiltPackage {
  /** Outside of the repository, so that no node_modules is in reach. */
  folder: string;
  contents: Metafile;
  remove(): Promise<void>;
}

/** The package without its code cache. */
export async function buildInTemporaryFolder(): Promise<BuiltPackage> {
  const parent = await mkdtemp(join(tmpdir(), 'lambda-package-'));
  const folder = join(parent, 'package');
  const contents = await buildPackage(folder, join(parent, 'debug'));
  return { folder, contents, remove: () => rm(parent, { recursive: true }) };
}

export interface RunningFunction {
  lambda: LambdaFunction;
  url: string;
  /** What the function has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** The packaged function behind a local HTTP API. */
export async function startFunction(
  folder: string,
  environment: Record<string, string>,
  options: Partial<FunctionOptions> & { reservedConcurrency?: number } = {},
): Promise<RunningFunction> {
  const { reservedConcurrency = 1, ...functionOptions } = options;
  let printed = '';
  const lambda = new LambdaFunction(
    {
      folder,
      handler: 'lambda.handler',
      environment: { ...environment, LOG_LEVEL: 'log' },
      onOutput: (text) => (printed += text),
      ...functionOptions,
    },
    reservedConcurrency,
  );
  const front = await startHttpFront(lambda);
  return {
    lambda,
    url: front.url,
    output: () => printed,
    async stop() {
      await front.close();
      await lambda.stop();
    },
  };
}

/** The JSON lines of an output that contain a text. */
export function linesWith(output: string, text: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes(text))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
