import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types } from 'mongoose';
import type { Role } from '../../common/auth/access.js';
import type { PreviousTokenRecord, SessionRecord } from './session.schema.js';
import { toUser, type User, USER_PROJECTION } from './user.mapper.js';
import { UserRecord } from './user.schema.js';

/** Sign-ins beyond it drop the session that was used longest ago. */
const MAX_SESSIONS = 100;

/** The live sessions within the users. A session that is not in the array does not exist: ending one is taking it out. */
@Injectable()
export class SessionRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

  /**
   * Adds a session if the password is still the one that was checked; null when it changed or the account was disabled.
   * @param renewedHash of the same password with today's parameters
   */
  async add(
    userId: string,
    passwordHash: string,
    session: SessionRecord,
    renewedHash?: string,
  ): Promise<User | null> {
    const record = await this.model
      .findOneAndUpdate(
        { _id: userId, passwordHash, disabledAt: trusted({ $exists: false }) },
        {
          $push: { sessions: { $each: [session], $sort: { lastUsedAt: 1 }, $slice: -MAX_SESSIONS } },
          ...(renewedHash !== undefined && { $set: { passwordHash: renewedHash } }),
        },
        { returnDocument: 'after', projection: USER_PROJECTION },
      )
      .lean<UserRecord>();
    return record && toUser(record);
  }

  /** The role of the user while the session is alive, else null. One look-up by primary key. */
  async findRole(userId: string, sessionId: string, now: Date): Promise<Role | null> {
    const user = await this.model
      .findOne(alive(userId, sessionId, now), { role: 1 })
      .lean<Pick<UserRecord, 'role'>>();
    return user?.role ?? null;
  }

  /** A session that is alive, and its user. */
  async findWithUser(
    userId: string,
    sessionId: string,
    now: Date,
  ): Promise<{ user: User; session: SessionRecord } | null> {
    const record = await this.model
      .findOne(alive(userId, sessionId, now), { passwordHash: 0 })
      .lean<UserRecord>();
    const session = record?.sessions.find(({ id }) => id.toHexString() === sessionId);
    return record && session ? { user: toUser(record), session } : null;
  }

  async list(userId: string, now: Date): Promise<SessionRecord[]> {
    const user = await this.model.findById(userId, { sessions: 1 }).lean<Pick<UserRecord, 'sessions'>>();
    return (user?.sessions ?? []).filter(({ expiresAt }) => expiresAt > now);
  }

  /** Replaces the live token by its successor, if it is the live one. Of parallel calls with one token, one gets the user. */
  async rotate(
    userId: string,
    sessionId: string,
    tokenHash: string,
    previous: PreviousTokenRecord,
  ): Promise<User | null> {
    const now = previous.replacedAt;
    const record = await this.model
      .findOneAndUpdate(
        alive(userId, sessionId, now, { tokenHash: previous.hash }),
        {
          $set: {
            'sessions.$.tokenHash': tokenHash,
            'sessions.$.previous': previous,
            'sessions.$.lastUsedAt': now,
            'sessions.$.userAgent': previous.userAgent,
          },
        },
        { returnDocument: 'after', projection: USER_PROJECTION },
      )
      .lean<UserRecord>();
    return record && toUser(record);
  }

  /** Ends a session; false when there is none, so that a foreign and a missing one look alike. */
  async remove(userId: string, sessionId: string): Promise<boolean> {
    const id = new Types.ObjectId(sessionId);
    const result = await this.model.updateOne(
      { _id: userId, 'sessions.id': id },
      { $pull: { sessions: { id } } },
    );
    return result.modifiedCount === 1;
  }

  /** Ends a session for the holder of any of its tokens. */
  async removeFamily(userId: string, sessionId: string, familyHash: string): Promise<void> {
    const id = new Types.ObjectId(sessionId);
    await this.model.updateOne({ _id: userId }, { $pull: { sessions: { id, familyHash } } });
  }

  async removeAll(userId: string): Promise<void> {
    await this.model.updateOne({ _id: userId }, { $set: { sessions: [] } });
  }
}

function alive(
  userId: string,
  sessionId: string,
  now: Date,
  more: Partial<Pick<SessionRecord, 'tokenHash'>> = {},
): QueryFilter<UserRecord> {
  return {
    _id: userId,
    sessions: trusted({
      $elemMatch: { id: new Types.ObjectId(sessionId), expiresAt: { $gt: now }, ...more },
    }),
  };
}
