import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, Types } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { changeUser, definedOf, PRESENT } from './change-user.repository.js';
import { toUser, type User, USER_PROJECTION } from './user.mapper.js';
import type { EmailVerificationRecord } from './mailed-link.schema.js';
import { UserRecord } from './user.schema.js';
import { linkMail } from './user-outbox.repository.js';

export type NewUser = Pick<
  UserRecord,
  | 'email'
  | 'emailVerifiedAt'
  | 'passwordHash'
  | 'role'
  | 'adminRank'
  | 'firstName'
  | 'lastName'
  | 'phone'
  | 'locale'
  | 'sessions'
>;

/** What the owner may change; null takes an optional field away. */
export interface ProfileChanges {
  firstName?: string | undefined;
  lastName?: string | undefined;
  phone?: string | null | undefined;
  locale?: UserRecord['locale'] | undefined;
}

/** The users as such; credentials, sessions, addresses and outboxes have repositories of their own. */
@Injectable()
export class UserRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

  /**
   * Stores a user under an id that the caller chose; null when the address has an account.
   * @param verification when given, its link is mailed
   */
  async insert(
    id: string,
    user: NewUser,
    now: Date,
    verification?: EmailVerificationRecord,
  ): Promise<User | null> {
    try {
      const created = await this.model.create({
        ...user,
        ...(verification && {
          emailVerification: verification,
          outbox: [linkMail('mail.verify_email', verification.email, verification, now)],
        }),
        _id: new Types.ObjectId(id),
        version: 1,
      });
      return toUser(created.toObject<UserRecord>());
    } catch (error) {
      if (isDuplicateKey(error, 'email')) return null;
      throw error;
    }
  }

  async findById(id: string): Promise<User | null> {
    return this.findOne({ _id: id });
  }

  async findByEmail(email: string): Promise<User | null> {
    return this.findOne({ email });
  }

  /**
   * Null when the user is not there any more or has another version.
   * @param version null for any
   * @param verification a link to be mailed, which makes its address the user's
   */
  async updateProfile(
    id: string,
    { phone, ...changes }: ProfileChanges,
    version: number | null,
    verification: EmailVerificationRecord | undefined,
    now: Date,
  ): Promise<User | null> {
    return changeUser(
      this.model,
      id,
      version,
      {},
      {
        ...(verification && {
          $push: { outbox: linkMail('mail.verify_email', verification.email, verification, now) },
        }),
        $set: {
          ...definedOf(changes),
          ...(typeof phone === 'string' && { phone }),
          ...(verification && { emailVerification: verification }),
        },
        ...(phone === null && { $unset: { phone: 1 } }),
      },
    );
  }

  /**
   * Takes the person out of the document and ends the sessions, in one write that also orders the erasure elsewhere.
   * False when the user is an admin or gone.
   */
  async erase(id: string, now: Date): Promise<boolean> {
    const erased = await changeUser(
      this.model,
      id,
      null,
      { role: 'customer' },
      {
        $set: {
          // Frees the address; unique and no valid address, so nobody can sign in with it or be mailed.
          email: `erased:${id}`,
          firstName: 'Erased',
          lastName: 'Erased',
          addresses: [],
          sessions: [],
          outbox: [{ id: new Types.ObjectId(), effect: 'data.erase', dueAt: now }],
          erasedAt: now,
          disabledAt: now,
        },
        $unset: {
          emailVerifiedAt: 1,
          emailVerification: 1,
          passwordHash: 1,
          passwordReset: 1,
          phone: 1,
          defaultAddressId: 1,
        },
      },
    );
    return erased !== null;
  }

  private async findOne(filter: QueryFilter<UserRecord>): Promise<User | null> {
    const record = await this.model.findOne({ ...filter, ...PRESENT }, USER_PROJECTION).lean<UserRecord>();
    return record && toUser(record);
  }
}
