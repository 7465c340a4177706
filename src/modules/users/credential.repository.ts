import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types, type UpdateQuery } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { EmailTakenError } from './user.errors.js';
import type { PasswordResetRecord } from './mailed-link.schema.js';
import { UserRecord } from './user.schema.js';
import { linkMail, noticeMail } from './user-outbox.repository.js';

/** What proves that somebody is the user, and what a password must not contain. */
export interface Credentials {
  userId: string;
  email: string;
  firstName: string;
  lastName: string;
  passwordHash: string;
}

const CREDENTIALS = { email: 1, firstName: 1, lastName: 1, passwordHash: 1 };
const ENABLED = { disabledAt: trusted({ $exists: false }) };
/** At most one mail in this time to somebody who did not ask for it. */
const RESET_PAUSE_MS = 60_000;

/** Passwords of the users, and the links that were mailed to them. Every write is conditional on the proof that it needs. */
@Injectable()
export class CredentialRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

  async findByEmail(email: string): Promise<Credentials | null> {
    return this.findOne({ email });
  }

  async findById(userId: string): Promise<Credentials | null> {
    return this.findOne({ _id: userId });
  }

  /**
   * Changes a password that is still the one that was checked, ends the other sessions and any link to reset it, and
   * tells the user by mail. False when the password has changed meanwhile.
   */
  async changePassword(
    { userId, email, passwordHash }: Credentials,
    newHash: string,
    keptSessionId: string,
    now: Date,
  ): Promise<boolean> {
    return this.update(
      { _id: userId, passwordHash },
      {
        $push: { outbox: noticeMail('mail.password_changed', email, now) },
        $set: { passwordHash: newHash },
        $unset: { passwordReset: 1 },
        $pull: { sessions: { id: { $ne: new Types.ObjectId(keptSessionId) } } },
      },
    );
  }

  /** Mails a link to reset the password; null when there is no such account or it got one just now. */
  async startReset(email: string, reset: PasswordResetRecord): Promise<string | null> {
    const { requestedAt } = reset;
    const latest = new Date(requestedAt.getTime() - RESET_PAUSE_MS);
    const user = await this.model
      .findOneAndUpdate(
        { email, ...ENABLED, 'passwordReset.requestedAt': trusted({ $not: { $gt: latest } }) },
        {
          $push: { outbox: linkMail('mail.reset_password', email, reset, requestedAt) },
          $set: { passwordReset: reset },
        },
        { projection: { _id: 1 } },
      )
      .lean<Pick<UserRecord, '_id'>>();
    return user && user._id.toHexString();
  }

  /** The user to whom a link that has not been used belongs. */
  async findByReset(userId: string, resetId: string, now: Date): Promise<Credentials | null> {
    return this.findOne(resetFilter(userId, resetId, now));
  }

  /** Uses the link up: sets the password and ends all sessions. Having got the mail also proves the address. */
  async resetPassword(
    { userId, email }: Credentials,
    resetId: string,
    newHash: string,
    now: Date,
  ): Promise<boolean> {
    return this.update(
      { ...resetFilter(userId, resetId, now), email },
      {
        $push: { outbox: noticeMail('mail.password_changed', email, now) },
        $set: { passwordHash: newHash, sessions: [], emailVerifiedAt: now },
        $unset: { passwordReset: 1 },
      },
    );
  }

  /**
   * Makes the address of the link the user's, and tells the old address when it is another. Following the link again
   * changes nothing. False when the link is not the newest or too old.
   * @throws {EmailTakenError} when somebody else has made an account with the address meanwhile
   */
  async verifyEmail(userId: string, verificationId: string, now: Date): Promise<boolean> {
    const filter = {
      _id: userId,
      'emailVerification.id': new Types.ObjectId(verificationId),
      'emailVerification.expiresAt': trusted({ $gt: now }),
      ...ENABLED,
    };
    const user = await this.model
      .findOne(filter, { email: 1, emailVerifiedAt: 1, emailVerification: 1 })
      .lean<Pick<UserRecord, 'email' | 'emailVerifiedAt' | 'emailVerification'>>();
    if (user?.emailVerification === undefined) return false;
    const { email: oldEmail, emailVerification, emailVerifiedAt } = user;
    const { email } = emailVerification;
    if (email === oldEmail && emailVerifiedAt !== undefined) return true;
    const notice = noticeMail('mail.email_changed', oldEmail, now);
    try {
      return await this.update(
        { ...filter, email: oldEmail },
        {
          $inc: { version: 1 },
          ...(email !== oldEmail && { $push: { outbox: notice }, $unset: { passwordReset: 1 } }),
          $set: { email, emailVerifiedAt: now },
        },
      );
    } catch (error) {
      if (isDuplicateKey(error, 'email')) throw new EmailTakenError();
      throw error;
    }
  }

  private async findOne(filter: QueryFilter<UserRecord>): Promise<Credentials | null> {
    const record = await this.model.findOne({ ...filter, ...ENABLED }, CREDENTIALS).lean<UserRecord>();
    if (record?.passwordHash === undefined) return null;
    const { email, firstName, lastName, passwordHash } = record;
    return { userId: record._id.toHexString(), email, firstName, lastName, passwordHash };
  }

  private async update(filter: QueryFilter<UserRecord>, update: UpdateQuery<UserRecord>): Promise<boolean> {
    const result = await this.model.updateOne({ ...filter, ...ENABLED }, update);
    return result.matchedCount === 1;
  }
}

function resetFilter(userId: string, resetId: string, now: Date): QueryFilter<UserRecord> {
  return {
    _id: userId,
    'passwordReset.id': new Types.ObjectId(resetId),
    'passwordReset.expiresAt': trusted({ $gt: now }),
  };
}
