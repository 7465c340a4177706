import type { SandboxClock } from './clock.ts';

/** Work that becomes due at moments of the sandbox clock. */
export interface TimedWork {
  /** Milliseconds of the sandbox clock; null when nothing is planned. */
  nextDueAt(): number | null;
  runDue(): Promise<void> | void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Runs timed work when the sandbox clock reaches it, whether by waiting or by being advanced. */
export class Scheduler {
  private readonly clock: SandboxClock;
  private readonly works: TimedWork[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(clock: SandboxClock) {
    this.clock = clock;
  }

  /** Adds work; in one run, what was added first runs first. */
  add(work: TimedWork): void {
    this.works.push(work);
  }

  /** Plans the next run anew; called whenever something may have become due earlier. */
  wake(): void {
    clearTimeout(this.timer);
    const next = this.isStopped ? null : this.nextDueAt();
    if (next === null) return;
    const pause = Math.min(Math.max(next - this.clock.now(), 0), LONGEST_TIMER_MS);
    this.timer = setTimeout(() => void this.runDue(), pause);
  }

  /** Runs all that is due, and what becomes due by it; returns when it is done. */
  async runDue(): Promise<void> {
    do {
      for (const work of this.works) if (!this.isStopped) await work.runDue();
    } while (!this.isStopped && this.isDue());
    this.wake();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private isDue(): boolean {
    const next = this.nextDueAt();
    return next !== null && next <= this.clock.now();
  }

  private nextDueAt(): number | null {
    const moments = this.works.map((work) => work.nextDueAt()).filter((moment) => moment !== null);
    return moments.length === 0 ? null : Math.min(...moments);
  }
}
