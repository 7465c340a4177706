import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types, type UpdateQuery } from 'mongoose';
import type { Role } from '../../common/auth/access.js';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { toUser, type User, USER_PROJECTION } from './user.mapper.js';
import { type EmailVerificationRecord, type UserOutboxRecord, UserRecord } from './user.schema.js';
import { mailEntry } from './user-outbox.repository.js';

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

/** What staff may change. */
export interface StandingChanges {
  role?: Role | undefined;
  /** Rank that the user gets when this makes an admin of a customer. */
  adminRank?: number | undefined;
  disabled?: boolean | undefined;
}

export interface UserFilter {
  emailPrefix?: string | undefined;
  role?: Role | undefined;
}

const PRESENT = { erasedAt: trusted({ $exists: false }) };
/** Sorts behind every character that an address can hold. */
const AFTER_ALL = '\u{10ffff}';

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
          outbox: [verificationMail(verification, now)],
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

  /** By the beginning of the address in the order of addresses, otherwise newest first. @param after key of the last row before */
  async findPage(
    { emailPrefix, role }: UserFilter,
    limit: number,
    after: string | undefined,
  ): Promise<User[]> {
    const byRole = role !== undefined && { role };
    const filter: QueryFilter<UserRecord> =
      emailPrefix === undefined
        ? { ...byRole, ...(after !== undefined && { _id: trusted({ $lt: new Types.ObjectId(after) }) }) }
        : {
            ...byRole,
            email: trusted({
              ...(after === undefined ? { $gte: emailPrefix } : { $gt: after }),
              $lt: emailPrefix + AFTER_ALL,
            }),
          };
    const records = await this.model
      .find({ ...filter, ...PRESENT }, USER_PROJECTION)
      .sort(emailPrefix === undefined ? { _id: -1 } : { email: 1 })
      .limit(limit)
      .lean<UserRecord[]>();
    return records.map(toUser);
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
    return this.update(
      id,
      version,
      {},
      {
        ...(verification && { $push: { outbox: verificationMail(verification, now) } }),
        $set: {
          ...defined(changes),
          ...(typeof phone === 'string' && { phone }),
          ...(verification && { emailVerification: verification }),
        },
        ...(phone === null && { $unset: { phone: 1 } }),
      },
    );
  }

  /**
   * Changes role and access. Who was an admin before the actor can be neither demoted nor disabled by the actor; since
   * that stands in the write's filter, the longest-serving admin remains, whatever happens in parallel.
   * Disabling ends all sessions in the same write. Null when the user is gone, has another version or serves longer.
   */
  async updateStanding(
    id: string,
    { role, adminRank, disabled }: StandingChanges,
    version: number | null,
    actorRank: number,
    now: Date,
  ): Promise<User | null> {
    const isLoss = role === 'customer' || disabled === true;
    const guard = isLoss ? { $or: [{ role: 'customer' }, { adminRank: trusted({ $gt: actorRank }) }] } : {};
    const newAdmin = adminRank === undefined ? {} : { role: 'customer' };
    return this.update(id, version, { ...guard, ...newAdmin } as QueryFilter<UserRecord>, {
      $set: {
        ...defined({ role, adminRank }),
        ...(disabled === true && { disabledAt: now, sessions: [] }),
      },
      $unset: {
        ...(role === 'customer' && { adminRank: 1 }),
        ...(disabled === false && { disabledAt: 1 }),
        ...(disabled === true && { passwordReset: 1 }),
      },
    });
  }

  /**
   * Takes the person out of the document and ends the sessions, in one write that also orders the erasure elsewhere.
   * False when the user is an admin or gone.
   */
  async erase(id: string, now: Date): Promise<boolean> {
    const erased = await this.update(
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

  private async update(
    id: string,
    version: number | null,
    guard: QueryFilter<UserRecord>,
    update: UpdateQuery<UserRecord>,
  ): Promise<User | null> {
    const record = await this.model
      .findOneAndUpdate(
        { _id: id, ...(version !== null && { version }), ...guard, ...PRESENT },
        { ...update, $inc: { version: 1 } },
        { returnDocument: 'after', projection: USER_PROJECTION },
      )
      .lean<UserRecord>();
    return record && toUser(record);
  }
}

function verificationMail({ id, email, expiresAt }: EmailVerificationRecord, now: Date): UserOutboxRecord {
  return mailEntry('mail.verify_email', email, expiresAt, now, id);
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
