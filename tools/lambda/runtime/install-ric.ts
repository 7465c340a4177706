import { execFile } from 'node:child_process';
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const RIC_VERSION = '4.0.2';
const RIC_HOME = join(import.meta.dirname, '../../../.local/aws-lambda-ric', RIC_VERSION);
const RIC_MAIN = join(RIC_HOME, 'node_modules/aws-lambda-ric/index.mjs');
const NATIVE_CLIENT = join(dirname(RIC_MAIN), 'rapid-client.node');

/**
 * The package asks for autoreconf when `configure` looks older than `configure.ac`; both came out of the same archive
 * within the same second, so all that is to be done is to say that `configure` is new enough.
 */
const AUTORECONF = '#!/bin/sh\ntouch configure\n';

/** Path of the client where it has been built before. */
export async function findRic(): Promise<string | undefined> {
  return (await exists(NATIVE_CLIENT)) ? RIC_MAIN : undefined;
}

export type RicInstallation = { main: string } | { unavailable: string };

/**
 * Finds AWS's runtime interface client, and builds it on the first call (about a minute; needs cmake, make and g++).
 * It stays out of `npm ci` because of that build.
 * @returns why it cannot be had where the build fails; the next call tries again
 */
export async function installRic(): Promise<RicInstallation> {
  const found = await findRic();
  if (found !== undefined) return { main: found };
  try {
    await build();
    return { main: RIC_MAIN };
  } catch (error) {
    return { unavailable: lastLine(error) };
  }
}

async function build(): Promise<void> {
  const shims = join(RIC_HOME, 'shims');
  await mkdir(shims, { recursive: true });
  await writeFile(join(RIC_HOME, 'package.json'), '{ "private": true }\n');
  await writeFile(join(shims, 'autoreconf'), AUTORECONF);
  await chmod(join(shims, 'autoreconf'), 0o755);
  await run(
    'npm',
    ['install', '--prefix', RIC_HOME, '--foreground-scripts', `aws-lambda-ric@${RIC_VERSION}`],
    {
      env: {
        ...process.env,
        PATH: [shims, dirname(process.execPath), process.env['PATH']].join(delimiter),
        // Headers of this very Node when it came from the npm package; without them node-gyp would download some.
        ...((await exists(bundledHeaders())) && { npm_config_nodedir: dirname(bundledHeaders()) }),
      },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  await stat(NATIVE_CLIENT);
}

function bundledHeaders(): string {
  const platform = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return join(import.meta.dirname, '../../../node_modules/node/node_modules', platform, 'include');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}
