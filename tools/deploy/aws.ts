import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Asks AWS, or its emulator, with the AWS command line. @returns the answer, parsed; `{}` for none */
export async function aws<T>(environment: Record<string, string>, ...args: string[]): Promise<T> {
  const { stdout } = await run('aws', [...args, '--output', 'json'], {
    env: environment,
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout.trim() || '{}') as T;
}
