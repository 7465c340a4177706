import { type Model, type QueryFilter, trusted, type UpdateQuery } from 'mongoose';
import { toUser, type User, USER_PROJECTION } from './user.mapper.js';
import type { UserRecord } from './user.schema.js';

/** An erased user is only a note that something is left to erase, and is no user to anybody. */
export const PRESENT = { erasedAt: trusted({ $exists: false }) };

/**
 * Changes what owner or staff see of a user, which makes a new version.
 * @param version that the user must have; null for any
 * @param guard what else must be true of the user at the moment of the write
 * @returns null when the user is gone or the conditions do not hold
 */
export async function changeUser(
  model: Model<UserRecord>,
  id: string,
  version: number | null,
  guard: QueryFilter<UserRecord>,
  update: UpdateQuery<UserRecord>,
): Promise<User | null> {
  const record = await model
    .findOneAndUpdate(
      { _id: id, ...(version !== null && { version }), ...guard, ...PRESENT },
      { ...update, $inc: { version: 1 } },
      { returnDocument: 'after', projection: USER_PROJECTION },
    )
    .lean<UserRecord>();
  return record && toUser(record);
}

/** The fields that are not left out. */
export function definedOf<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
