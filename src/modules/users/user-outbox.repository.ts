import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, trusted, Types } from 'mongoose';
import type { Locale } from '../../common/mail/letter.js';
import type { UserOutboxRecord } from './user-outbox.schema.js';
import { UserRecord } from './user.schema.js';

/** A piece of work that nobody else takes until its lease ends. */
export interface ClaimedWork {
  userId: string;
  locale: Locale;
  entry: UserOutboxRecord;
}

/** A notice that comes later than that has no use. */
const NOTICE_MS = 24 * 60 * 60 * 1000;

/** A mail with a link, which is due together with the change that causes it and of use while the link is good. */
export function linkMail(
  effect: 'mail.verify_email' | 'mail.reset_password',
  to: string,
  { id, expiresAt }: { id: Types.ObjectId; expiresAt: Date },
  dueAt: Date,
): UserOutboxRecord {
  return { id, effect, to, expiresAt, dueAt };
}

/** A mail that tells the user of a change. */
export function noticeMail(
  effect: 'mail.password_changed' | 'mail.email_changed',
  to: string,
  dueAt: Date,
): UserOutboxRecord {
  return { id: new Types.ObjectId(), effect, to, expiresAt: new Date(dueAt.getTime() + NOTICE_MS), dueAt };
}

/** Taking work out of the users' outboxes, one entry at a time. */
@Injectable()
export class UserOutboxRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

  /** Takes a due entry, of this user or without an id of any; of parallel calls each gets another one. */
  async claim(now: Date, leasedUntil: Date, userId?: string): Promise<ClaimedWork | null> {
    const user = await this.model
      .findOneAndUpdate(
        // By the path, not $elemMatch, from which the planner cannot see that the partial index holds all that match.
        { ...(userId !== undefined && { _id: userId }), 'outbox.dueAt': trusted({ $lte: now }) },
        { $set: { 'outbox.$.dueAt': leasedUntil } },
        { returnDocument: 'before', projection: { locale: 1, outbox: 1 } },
      )
      .lean<Pick<UserRecord, '_id' | 'locale' | 'outbox'>>();
    // The positional operator has changed the first that matched.
    const entry = user?.outbox.find(({ dueAt }) => dueAt <= now);
    return user && entry ? { userId: user._id.toHexString(), locale: user.locale, entry } : null;
  }

  async finish({ userId, entry: { id } }: ClaimedWork): Promise<void> {
    await this.model.updateOne({ _id: userId }, { $pull: { outbox: { id } } });
  }

  async retry({ userId, entry: { id } }: ClaimedWork, dueAt: Date): Promise<void> {
    await this.model.updateOne({ _id: userId, 'outbox.id': id }, { $set: { 'outbox.$.dueAt': dueAt } });
  }

  /** Removes the document of an erased user for good. */
  async bury(userId: string): Promise<void> {
    await this.model.deleteOne({ _id: userId, erasedAt: trusted({ $exists: true }) });
  }
}
