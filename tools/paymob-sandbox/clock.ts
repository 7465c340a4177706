/** The time of the sandbox: real time plus what was skipped through the control interface. */
export class SandboxClock {
  private readonly realNow: () => number;
  private offsetMs: number;

  constructor(realNow: () => number, offsetMs: number) {
    this.realNow = realNow;
    this.offsetMs = offsetMs;
  }

  /** Milliseconds since 1970, UTC. */
  now(): number {
    return this.realNow() + this.offsetMs;
  }

  /** Goes back to real time. */
  reset(): void {
    this.offsetMs = 0;
  }

  /** Moves the clock forward; returns the whole offset. */
  advance(milliseconds: number): number {
    this.offsetMs += milliseconds;
    return this.offsetMs;
  }
}
