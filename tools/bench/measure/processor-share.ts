import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** The period of Lambda's quota: a container that has used up its share waits for the next one. */
const PERIOD_MS = 20;
const LOOK_EVERY_MS = 1;

/**
 * Holds a process to a share of one processor until it is ended, as Lambda's quota does: in each period it runs until
 * its time is used up, then stands still. Linux only.
 */
export class ProcessorShare {
  private isOver = false;
  private readonly done: Promise<void>;

  constructor(pid: number, share: number) {
    this.done = share < 1 ? this.hold(pid, share * PERIOD_MS) : Promise.resolve();
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.done;
  }

  private async hold(pid: number, quotaMs: number): Promise<void> {
    let allowedMs = runtimeMs(pid);
    let isHeld = false;
    // Each signal interrupts every thread, so none is sent that changes nothing.
    const holdIf = (mustWait: boolean): void => {
      if (mustWait !== isHeld) process.kill(pid, mustWait ? 'SIGSTOP' : 'SIGCONT');
      isHeld = mustWait;
    };
    while (!this.isOver) {
      const periodEnds = performance.now() + PERIOD_MS;
      // What went beyond the quota between two looks is taken off; what was not used is not saved up.
      allowedMs = Math.min(allowedMs, runtimeMs(pid)) + quotaMs;
      while (performance.now() < periodEnds) {
        holdIf(runtimeMs(pid) >= allowedMs);
        await pause(LOOK_EVERY_MS);
      }
    }
    holdIf(false);
  }
}

/** Time that all threads of a process have spent on a processor, in ms; the scheduler counts in nanoseconds. */
function runtimeMs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1e6;
  }, 0);
}
