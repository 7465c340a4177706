import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeApi } from './runtime-api.ts';
import { runtimeClient } from './runtime-client.ts';

export interface FunctionOptions {
  /** Folder that holds the unpacked package and nothing else. */
  folder: string;
  /** `module.export`, such as `lambda.handler`. */
  handler: string;
  environment: Record<string, string>;
  memoryMb?: number;
  timeoutMs?: number;
  /** Takes each chunk that the function prints; nothing is printed by default. */
  onOutput?: (text: string) => void;
}

/** Starts the runtime in place of Lambda, where a package has it; the name is that of AWS_LAMBDA_EXEC_WRAPPER in serverless.yml. */
export const START_PROGRAM = 'start.sh';
/** Lambda's own limit for the initialisation; past it Lambda begins it once more, within the function's time-out. */
const INITIALISATION_MS = 10_000;

/** One execution environment: a process that is started for the function and serves one event at a time. */
export class Container {
  isBusy = false;
  isGone = false;
  private readonly process: ChildProcess;
  private readonly api: RuntimeApi;
  private readonly timeoutMs: number;
  private readonly exited: Promise<void>;

  private constructor(api: RuntimeApi, process: ChildProcess, timeoutMs: number) {
    this.api = api;
    this.process = process;
    this.timeoutMs = timeoutMs;
    this.exited = new Promise((resolve) => {
      process.once('exit', (code, signal) => {
        this.isGone = true;
        api.fail(new Error(`The runtime exited with ${code ?? signal}`));
        resolve();
      });
    });
  }

  static async start(options: FunctionOptions): Promise<Container> {
    const client = await runtimeClient();
    const api = await RuntimeApi.start();
    const memoryMb = options.memoryMb ?? 512;
    const flags = ['--expose-gc', '--max-http-header-size=81920', ...lambdaHeap(memoryMb)];
    const node = [globalThis.process.execPath, ...flags, ...client.arguments, options.handler];
    const start = join(options.folder, START_PROGRAM);
    const [program = '', ...commandLine] = existsSync(start) ? [start, ...node] : node;
    const process = spawn(program, commandLine, {
      cwd: options.folder,
      env: { ...lambdaEnvironment(options, memoryMb, api.address), ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [process.stdout, process.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => options.onOutput?.(text));
    }
    return new Container(api, process, options.timeoutMs ?? 30_000);
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Resolves when the function has been initialised, or rejects when its process ends before. */
  async initialised(): Promise<void> {
    await Promise.race([
      this.api.initialisation,
      this.exited.then(() => Promise.reject(new Error('The runtime exited during initialisation'))),
    ]);
  }

  /**
   * Runs one event and resolves with the bytes that the handler returned.
   * @throws {FunctionError} when the handler threw; Error when the container died or ran out of time, after which it is gone
   */
  async invoke(event: unknown, traceId?: string): Promise<Buffer> {
    this.isBusy = true;
    try {
      const answer = this.api.invoke(event, this.timeoutMs, traceId);
      await this.within(INITIALISATION_MS + this.timeoutMs, Promise.race([this.api.initialisation, answer]));
      return await this.within(this.timeoutMs, answer);
    } finally {
      this.isBusy = false;
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Ends the process and waits for it. */
  async stop(): Promise<void> {
    this.process.kill('SIGKILL');
    if (this.process.exitCode === null && this.process.signalCode === null) await this.exited;
    await this.api.stop();
  }

  private async within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      // At once, since the process itself ends only later, and no further event may come to it.
      this.isGone = true;
      this.api.fail(new Error(`Task timed out after ${milliseconds / 1000} seconds`));
      this.process.kill('SIGKILL');
    }, milliseconds);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The bounds that Lambda's own bootstrap gives the heap: a tenth of the memory for the young generation, the rest for the old. */
function lambdaHeap(memoryMb: number): string[] {
  const youngMb = Math.floor(memoryMb / 10);
  return [`--max-semi-space-size=${Math.floor(youngMb / 2)}`, `--max-old-space-size=${memoryMb - youngMb}`];
}

function lambdaEnvironment(options: FunctionOptions, memoryMb: number, api: string): Record<string, string> {
  return {
    AWS_LAMBDA_RUNTIME_API: api,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'ecommerce-backend-local-api',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/ecommerce-backend-local-api',
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_REGION: 'us-east-1',
    LAMBDA_TASK_ROOT: options.folder,
    PATH: process.env['PATH'] ?? '',
    TZ: ':UTC',
    _HANDLER: options.handler,
  };
}
