import type { Role } from '../../common/auth/access.js';
import type { UserResponse } from './dto/user.response.js';
import type { UserRecord } from './user.schema.js';

/** A user without credentials and sessions. */
export interface User {
  id: string;
  email: string;
  emailVerified: boolean;
  role: Role;
  firstName: string;
  lastName: string;
  phone: string | undefined;
  disabled: boolean;
  version: number;
  createdAt: Date;
}

/** The stored fields that `toUser` needs; what is secret or long is not read from the database. */
export const USER_PROJECTION = { passwordHash: 0, sessions: 0 };

export function toUser(record: Omit<UserRecord, keyof typeof USER_PROJECTION>): User {
  const { email, role, firstName, lastName, phone, version, createdAt } = record;
  return {
    id: record._id.toHexString(),
    email,
    emailVerified: record.emailVerifiedAt !== undefined,
    role,
    firstName,
    lastName,
    phone,
    disabled: record.disabledAt !== undefined,
    version,
    createdAt,
  };
}

export function toUserResponse(user: User): UserResponse {
  const { id, email, emailVerified, role, firstName, lastName, phone, disabled, createdAt } = user;
  return {
    id,
    email,
    emailVerified,
    role,
    firstName,
    lastName,
    phone: phone ?? null,
    disabled,
    createdAt: createdAt.toISOString(),
  };
}
