import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

/** Runs a program to its end. @throws {Error} when it fails */
export async function run(command: string, args: string[], options: SpawnOptions = {}): Promise<void> {
  const code = await ended(spawn(command, args, { stdio: 'inherit', ...options }));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${code}`);
}

/** Starts a program in a process group of its own, so that `stop` ends what it has started in turn. */
export function start(command: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(command, args, { stdio: 'inherit', detached: true, ...options });
}

/** The exit code; null after a signal. */
async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  return new Promise((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
}

/** Asks a program and all that it has started to end, and waits until it has. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGTERM');
  await ended(child);
}

/** Waits until an address answers with 200. @throws {Error} when it has not after the time-out */
export async function untilReady(url: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within ${timeoutMs / 1000} s`);
}
