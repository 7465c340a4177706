import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { DatabaseConnector } from '../../common/persistence/database.connector.js';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';

/** What one run has worked off, by task. */
export type SweepReport = Record<string, number>;

export interface SweepOptions {
  /** UTC; no new piece of work is begun after it. */
  deadline: Date;
}

/** How much of one task is done before the others get their turn. */
const BATCH = 25;

/**
 * Finishes what a crash, an outage or the passing of time has left: called every minute by a schedule on Lambda and by
 * a loop in the server. Any number of runs may overlap, since each piece of work is claimed by a conditional write.
 */
@Injectable()
export class SweeperService {
  private readonly logger = new Logger(SweeperService.name);

  constructor(
    private readonly database: DatabaseConnector,
    private readonly tasks: SweepTasks,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes round the tasks until none has work left or the deadline has passed. A task that fails does not hold up the others.
   * @throws the driver's error when the database cannot be reached
   */
  async run({ deadline }: SweepOptions): Promise<SweepReport> {
    await this.database.ensureConnected();
    const report: SweepReport = {};
    const open = new Map(this.tasks.entries());
    while (open.size > 0) {
      for (const [name, task] of open) {
        if (this.clock.now() >= deadline) return report;
        const done = await task(BATCH).catch((error: unknown) => {
          this.logger.error(`The sweeper's task ${name} failed: ${String(error)}`);
          return 0;
        });
        report[name] = (report[name] ?? 0) + done;
        if (done < BATCH) open.delete(name);
      }
    }
    return report;
  }
}
