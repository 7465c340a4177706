import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { SweeperService } from './sweeper.service.js';

const INTERVAL_MS = 10_000;
/** Longest run; the next one begins an interval after it has ended. */
const RUN_MS = 60_000;

/** Runs the sweeper every ten seconds in a server process; on Lambda a schedule does it instead. */
@Injectable()
export class SweeperLoop implements OnApplicationShutdown {
  private readonly logger = new Logger(SweeperLoop.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly sweeper: SweeperService,
    private readonly clock: Clock,
  ) {}

  start(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.running = this.sweep().finally(() => this.start());
    }, INTERVAL_MS);
    this.timer.unref();
  }

  /** Waits for the run in progress, so that a shutdown leaves no claimed work behind. */
  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async sweep(): Promise<void> {
    try {
      await this.sweeper.run({ deadline: this.clock.in(RUN_MS) });
    } catch (error) {
      this.logger.error(`The sweeper failed: ${String(error)}`);
    }
  }
}
