import { Injectable } from '@nestjs/common';

/**
 * Works off up to `limit` pieces of work and tells how many there were; fewer than `limit` means that none is left.
 * Claims each piece by a conditional write, since other sweepers run at the same time.
 */
export type SweepTask = (limit: number) => Promise<number>;

/** Where modules leave what the sweeper must do for them. */
@Injectable()
export class SweepTasks {
  private readonly tasks = new Map<string, SweepTask>();

  register(name: string, task: SweepTask): void {
    this.tasks.set(name, task);
  }

  entries(): ReadonlyMap<string, SweepTask> {
    return this.tasks;
  }
}
