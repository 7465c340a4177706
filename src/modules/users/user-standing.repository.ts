import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types } from 'mongoose';
import type { Role } from '../../common/auth/access.js';
import { changeUser, definedOf, PRESENT } from './change-user.repository.js';
import { toUser, type User, USER_PROJECTION } from './user.mapper.js';
import { UserRecord } from './user.schema.js';

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

/** Sorts behind every character that an address can hold. */
const AFTER_ALL = '\u{10ffff}';

/** What staff do with users: find them, and decide on their role and access. */
@Injectable()
export class UserStandingRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

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
    return changeUser(this.model, id, version, { ...guard, ...newAdmin } as QueryFilter<UserRecord>, {
      $set: {
        ...definedOf({ role, adminRank }),
        ...(disabled === true && { disabledAt: now, sessions: [] }),
      },
      $unset: {
        ...(role === 'customer' && { adminRank: 1 }),
        ...(disabled === false && { disabledAt: 1 }),
        ...(disabled === true && { passwordReset: 1 }),
      },
    });
  }
}
