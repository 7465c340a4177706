import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bundleApplication } from '../../../tools/lambda/pack/bundle.ts';
import type { FaultMode, Order, Report } from './messages.ts';

const START = resolve('test/stress/faults/start.ts');
/** No boundary for so long: nothing goes on behind the answer. */
const QUIET_MS = 150;

/** The built application in a folder of its own. */
export interface BuiltApplication {
  bundle: string;
  remove(): Promise<void>;
}

/** Bundles the application as it is bundled for Lambda, which starts four times as fast as its modules. */
export async function buildApplication(): Promise<BuiltApplication> {
  const folder = await mkdtemp(join(tmpdir(), 'stress-app-'));
  const bundle = join(folder, 'app.js');
  await bundleApplication(resolve('test/stress/faults/application.ts'), bundle);
  return { bundle, remove: () => rm(folder, { recursive: true }) };
}

/** A process of the built application whose faults and time are in the hands of the test. */
export class AppProcess {
  private orders = 0;
  private readonly answers = new Map<number, (result: unknown) => void>();
  /** Resolves with the signal that ended it, if one did. */
  readonly ended: Promise<NodeJS.Signals | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    this.ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
    child.on('message', (report: Report) => {
      if (report.kind === 'done') this.answers.get(report.order)?.(report.result);
    });
  }

  static async start(bundle: string, environment: Record<string, string>): Promise<AppProcess> {
    const child = fork(START, [bundle], { env: environment });
    const exit = once(child, 'exit').then(([code]) => {
      throw new Error(`The application ended with ${String(code)} before it was ready`);
    });
    exit.catch(() => undefined);
    const [ready] = (await Promise.race([once(child, 'message'), exit])) as [
      Extract<Report, { kind: 'ready' }>,
    ];
    return new AppProcess(child, ready.url);
  }

  async arm(mode: FaultMode): Promise<void> {
    await this.order({ kind: 'arm', mode });
  }

  async setTime(aheadMs: number): Promise<void> {
    await this.order({ kind: 'time', aheadMs });
  }

  async sweep(): Promise<void> {
    await this.order({ kind: 'sweep' });
  }

  /** The boundaries that were passed, once nothing goes on any more; null when the process has ended. */
  async boundaries(): Promise<string[] | null> {
    for (let before = -1; ; await pause(QUIET_MS)) {
      const passed = (await Promise.race([this.order({ kind: 'passed' }), this.ended])) as
        string[] | string | null;
      if (!Array.isArray(passed)) return null;
      if (passed.length === before) return passed;
      before = passed.length;
    }
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Never resolves when the process ends before it has answered. */
  private order(order: DistributiveOmit<Order, 'id'>): Promise<unknown> {
    const id = ++this.orders;
    return new Promise((done) => {
      this.answers.set(id, done);
      // A process that has ended takes no orders.
      this.child.send({ id, ...order }, () => undefined);
    });
  }
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
