import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { MailError } from '../../common/mail/mail.transport.js';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import { PersonalDataHolders } from './personal-data.js';
import { UserMailer } from './user-mailer.js';
import { type ClaimedWork, UserOutboxRepository } from './user-outbox.repository.js';

/** Longer than a mail server may take. */
const LEASE_MS = 60_000;
const RETRY_MS = 60_000;

/**
 * Carries out what changes of users have caused: mails, and the erasure of data elsewhere. Runs right after the change,
 * without holding up the answer, and from the sweeper until the outbox is empty. A crash between sending a mail and
 * noting it sends the mail again, with the same Message-ID.
 */
@Injectable()
export class UserWorker implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(UserWorker.name);
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly outboxes: UserOutboxRepository,
    private readonly mailer: UserMailer,
    private readonly holders: PersonalDataHolders,
    private readonly tasks: SweepTasks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tasks.register('users', (limit) => this.sweep(limit));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  /** Resolves when what was started has been done or left to the sweeper. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  /** Starts on the due work of a user; failures are left to the sweeper. */
  start(userId: string): void {
    const run = this.empty(userId).catch((error: unknown) => {
      this.logger.error(`The outbox of a user is left to the sweeper: ${String(error)}`);
    });
    this.running.add(run);
    void run.finally(() => this.running.delete(run));
  }

  /** Works off up to `limit` due entries. Returns their number. */
  async sweep(limit: number): Promise<number> {
    for (let count = 0; count < limit; count++) {
      if (!(await this.claimAndRun())) return count;
    }
    return limit;
  }

  private async empty(userId: string): Promise<void> {
    while (await this.claimAndRun(userId));
  }

  /** False when there was nothing to do. */
  private async claimAndRun(userId?: string): Promise<boolean> {
    const work = await this.outboxes.claim(this.clock.now(), this.clock.in(LEASE_MS), userId);
    if (work === null) return false;
    if (!(await this.isDone(work))) await this.outboxes.retry(work, this.clock.in(RETRY_MS));
    else if (work.entry.effect === 'data.erase') await this.outboxes.bury(work.userId);
    else await this.outboxes.finish(work);
    return true;
  }

  /** False when it must be tried again. */
  private async isDone(work: ClaimedWork): Promise<boolean> {
    const { effect, expiresAt } = work.entry;
    const context = { userId: work.userId, effect };
    if (expiresAt !== undefined && expiresAt <= this.clock.now()) {
      this.logger.error('A mail could not be sent while it was of use', context);
      return true;
    }
    try {
      if (effect === 'data.erase') await this.holders.eraseAll(work.userId);
      else await this.mailer.send(effect, work);
      return true;
    } catch (error) {
      this.logger.error('An effect of a change of a user failed', { ...context, error: String(error) });
      return error instanceof MailError && error.isFinal;
    }
  }
}
