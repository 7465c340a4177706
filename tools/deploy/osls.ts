import { execFile, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname, delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const CLI = join(import.meta.dirname, 'cli');
const OSLS = join(CLI, 'node_modules/osls/bin/serverless.js');

/**
 * Installs the deployment command line on first use. It stays out of the project's own dependencies: 96 MB and
 * 12,000 files that nobody needs who does not deploy.
 */
async function ensureInstalled(): Promise<void> {
  const isInstalled = await access(OSLS).then(
    () => true,
    () => false,
  );
  if (!isInstalled)
    await run('npm', ['ci', '--prefix', CLI, '--omit=dev', '--ignore-scripts'], { maxBuffer: 1 << 26 });
}

/** Runs osls for serverless.yml and resolves with what it printed. @throws when it fails, with its output */
export async function osls(args: string[], environment: Record<string, string>): Promise<string> {
  await ensureInstalled();
  try {
    const { stdout, stderr } = await run(process.execPath, [OSLS, ...args], {
      cwd: ROOT,
      env: withThisNode(environment),
      maxBuffer: 1 << 26,
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`osls ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** Runs osls in this terminal, with this environment. @returns its exit code */
export async function oslsInTerminal(args: string[]): Promise<number> {
  await ensureInstalled();
  const child = spawn(process.execPath, [OSLS, ...args], {
    cwd: ROOT,
    env: withThisNode(process.env),
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function withThisNode(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...environment, PATH: dirname(process.execPath) + delimiter + (environment['PATH'] ?? '') };
}
