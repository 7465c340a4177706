import { Container, type FunctionOptions } from './container.ts';

/** Refused because as many containers as allowed are busy. */
export class ThrottledError extends Error {}

/**
 * A function as Lambda runs it: an event goes to an idle container, or to a new one when all are busy, up to the
 * reserved concurrency. A container that died is replaced by the next event.
 */
export class LambdaFunction {
  /** How many containers were started so far, that is, how many cold starts there were. */
  coldStarts = 0;
  private readonly options: FunctionOptions;
  private readonly reservedConcurrency: number;
  private containers: Container[] = [];
  private starting = 0;

  constructor(options: FunctionOptions, reservedConcurrency = 10) {
    this.options = options;
    this.reservedConcurrency = reservedConcurrency;
  }

  /**
   * Runs one event. @returns what the handler returned, parsed
   * @throws {ThrottledError} beyond the reserved concurrency
   * @throws {FunctionError} when the handler threw
   */
  async invoke(event: unknown, traceId?: string): Promise<unknown> {
    const container = await this.acquire();
    const answer = await container.invoke(event, traceId);
    return JSON.parse(answer.toString());
  }

  /** Stops every container where it stands, as Lambda does between two events. */
  freeze(): void {
    for (const container of this.containers) container.signal('SIGSTOP');
  }

  thaw(): void {
    for (const container of this.containers) container.signal('SIGCONT');
  }

  async stop(): Promise<void> {
    await Promise.all(this.containers.map((container) => container.stop()));
    this.containers = [];
  }

  private async acquire(): Promise<Container> {
    const gone = this.containers.filter(({ isGone }) => isGone);
    this.containers = this.containers.filter(({ isGone }) => !isGone);
    await Promise.all(gone.map((container) => container.stop()));
    const idle = this.containers.find(({ isBusy }) => !isBusy);
    if (idle !== undefined) {
      idle.isBusy = true;
      return idle;
    }
    if (this.starting + this.containers.length >= this.reservedConcurrency) throw new ThrottledError();
    this.starting++;
    try {
      const container = await Container.start(this.options);
      container.isBusy = true;
      this.coldStarts++;
      this.containers.push(container);
      return container;
    } finally {
      this.starting--;
    }
  }
}
