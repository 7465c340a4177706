import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../lambda/http/free-port.ts';
import { untilReady } from '../dev/run.ts';

const COUNT_COMMANDS = join(import.meta.dirname, 'measure/count-commands.ts');
const START_TIMEOUT_MS = 120_000;
/** The server has this processor to itself; client and database share the first. */
const SERVER_CPU = 1;

/** The application as `npm start` runs it; needs `nest build` first. */
export const THIS_SHOP = join(import.meta.dirname, '../../dist/main.js');

/** A server of its own process on a processor of its own, which can be stopped where it stands while another is measured. */
export class ServerProcess {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
  }

  /** @param environment with the database; `PORT` is chosen here */
  static async start(
    script: string,
    environment: Record<string, string>,
    { countsCommands = false } = {},
  ): Promise<ServerProcess> {
    const port = await freePort();
    const node = [process.execPath, ...(countsCommands ? ['--import', COUNT_COMMANDS] : []), script];
    const child = spawn('taskset', ['-c', String(SERVER_CPU), ...node], {
      env: { ...environment, ...(countsCommands && monitored(environment)), PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const server = new ServerProcess(child, `http://127.0.0.1:${port}`);
    await untilReady(`${server.url}/health/ready`, START_TIMEOUT_MS);
    return server;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** How many commands the process has sent to its database so far; only when it was started to count them. */
  async commands(): Promise<number> {
    this.child.send('commands');
    const [count] = (await once(this.child, 'message')) as [number];
    return count;
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.thaw();
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}

function monitored(environment: Record<string, string>): Record<string, string> {
  const uri = new URL(environment['MONGODB_URI']!);
  uri.searchParams.set('monitorCommands', 'true');
  return { MONGODB_URI: uri.href };
}

/** Keeps the bench itself, and a database inside of it, off the processor of the servers. */
export function leaveServerCpu(): void {
  spawn('taskset', ['-a', '-c', '-p', '0', String(process.pid)], { stdio: 'ignore' });
}
