import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, trusted } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { delayAfter, type DelayPolicy } from './domain/login-delay.js';
import { LoginAttemptRecord } from './login-attempt.schema.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Failures are forgotten after a quiet day. */
const MEMORY_MS = DAY_MS;
const TRUST_MS = 90 * DAY_MS;

/** The answer to an attempt: it may go on, or must wait. */
export interface Claim {
  isTrusted: boolean;
  /** UTC; set when the attempt is refused. */
  refusedUntil?: Date;
}

/** Counts attempts before they are made, each by a write that is conditional on the state it was decided on. */
@Injectable()
export class LoginAttemptRepository {
  constructor(@InjectModel(LoginAttemptRecord.name) private readonly model: Model<LoginAttemptRecord>) {}

  /**
   * Takes the right to one attempt. However many run in parallel, no more get through than the policy allows. A call
   * that loses a race decides again; it loses at most twice, since the winner has made the record or begun the wait.
   */
  async claim(id: string, policy: DelayPolicy, now: Date): Promise<Claim> {
    for (;;) {
      const free = await this.countFree(id, policy, now);
      if (free !== null) return { isTrusted: free.isTrusted };
      const record = await this.model.findById(id).lean<LoginAttemptRecord>();
      const isTrusted = record?.isTrusted ?? false;
      if (record !== null && record.nextAt > now) return { isTrusted, refusedUntil: record.nextAt };
      const isRemembered = record !== null && now.getTime() - record.nextAt.getTime() < MEMORY_MS;
      const failures = isRemembered ? record.failures + 1 : 1;
      const nextAt = new Date(now.getTime() + delayAfter(failures, policy));
      if (await this.count(id, record, failures, nextAt)) return { isTrusted };
    }
  }

  /** Ends the count after a success. */
  async trust(id: string, now: Date): Promise<void> {
    const expiresAt = new Date(now.getTime() + TRUST_MS);
    const state = { failures: 0, nextAt: now, isTrusted: true, expiresAt };
    try {
      await this.model.updateOne({ _id: id }, { $set: state }, { upsert: true });
    } catch (error) {
      // Somebody else has inserted it between; both write the same.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async forget(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }

  /** Counts an attempt after which there is still no wait; null when there would be one, or nothing to count on. */
  private async countFree(id: string, policy: DelayPolicy, now: Date): Promise<LoginAttemptRecord | null> {
    return this.model
      .findOneAndUpdate(
        {
          _id: id,
          failures: trusted({ $lt: policy.free - 1 }),
          nextAt: trusted({ $gt: new Date(now.getTime() - MEMORY_MS) }),
        },
        {
          $inc: { failures: 1 },
          $max: { nextAt: now, expiresAt: new Date(now.getTime() + MEMORY_MS) },
        },
      )
      .lean<LoginAttemptRecord>();
  }

  /** False when the record is no longer the one that was read. */
  private async count(
    id: string,
    read: LoginAttemptRecord | null,
    failures: number,
    nextAt: Date,
  ): Promise<boolean> {
    const expiresAt = new Date(nextAt.getTime() + MEMORY_MS);
    if (read === null) return this.insert({ _id: id, failures, nextAt, isTrusted: false, expiresAt });
    const result = await this.model.updateOne(
      { _id: id, failures: read.failures, nextAt: read.nextAt },
      { $set: { failures, nextAt }, $max: { expiresAt } },
    );
    return result.matchedCount === 1;
  }

  private async insert(record: LoginAttemptRecord): Promise<boolean> {
    try {
      await this.model.create(record);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
