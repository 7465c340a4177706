import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, trusted, Types, type UpdateQuery } from 'mongoose';
import type { Locale } from '../../common/mail/letter.js';
import { type UserEffect, type UserOutboxRecord, UserRecord } from './user.schema.js';

/** The due work of one user, which nobody else takes until the lease ends. */
export interface ClaimedWork {
  userId: string;
  locale: Locale;
  entries: UserOutboxRecord[];
  leasedUntil: Date;
}

/** A mail that becomes due together with the change that causes it. */
export function mailEntry(
  effect: UserEffect & `mail.${string}`,
  to: string,
  expiresAt: Date,
  id = new Types.ObjectId(),
): UserOutboxRecord {
  return { id, effect, to, expiresAt };
}

/** The part of an update that puts work into the outbox. */
export function enqueue(entry: UserOutboxRecord, now: Date): UpdateQuery<UserRecord> & { $set: object } {
  return { $push: { outbox: entry }, $set: { nextWorkAt: now } };
}

/** Taking work out of the users' outboxes. */
@Injectable()
export class UserOutboxRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

  /** Takes the due work of this user, or without an id of the user who has waited longest; of parallel calls one gets it. */
  async claim(now: Date, leasedUntil: Date, userId?: string): Promise<ClaimedWork | null> {
    const user = await this.model
      .findOneAndUpdate(
        { nextWorkAt: trusted({ $lte: now }), ...(userId !== undefined && { _id: userId }) },
        { $set: { nextWorkAt: leasedUntil } },
        {
          sort: { nextWorkAt: 1 },
          returnDocument: 'after',
          projection: { locale: 1, outbox: 1 },
        },
      )
      .lean<Pick<UserRecord, '_id' | 'locale' | 'outbox'>>();
    return user && { userId: user._id.toHexString(), locale: user.locale, entries: user.outbox, leasedUntil };
  }

  /** Takes finished work out. @param nextWorkAt when the rest is due; undefined when there is none */
  async settle(work: ClaimedWork, finished: Types.ObjectId[], nextWorkAt: Date | undefined): Promise<void> {
    const pull = { $pull: { outbox: { id: { $in: finished } } } };
    const settled = await this.model.updateOne(
      { _id: work.userId, nextWorkAt: work.leasedUntil, outbox: trusted({ $size: work.entries.length }) },
      { ...pull, ...(nextWorkAt ? { $set: { nextWorkAt } } : { $unset: { nextWorkAt: 1 } }) },
    );
    // Otherwise more work came meanwhile: its time must stay.
    if (settled.matchedCount === 0) await this.model.updateOne({ _id: work.userId }, pull);
  }

  /** Removes the document of an erased user for good. */
  async bury(userId: string): Promise<void> {
    await this.model.deleteOne(
      { _id: userId, erasedAt: trusted({ $exists: true }) },
      { sanitizeFilter: false },
    );
  }
}
