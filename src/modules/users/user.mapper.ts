import type { Role } from '../../common/auth/access.js';
import type { Locale } from '../../common/mail/letter.js';
import type { UserResponse } from './dto/user.response.js';
import type { UserRecord } from './user.schema.js';

/** A user without credentials, sessions and addresses. */
export interface User {
  id: string;
  email: string;
  emailVerified: boolean;
  /** An address that takes the place of `email` once its owner has followed the link in the mail. */
  pendingEmail: string | undefined;
  role: Role;
  /** Order in which admins were appointed; undefined for customers. */
  adminRank: number | undefined;
  firstName: string;
  lastName: string;
  phone: string | undefined;
  locale: Locale;
  disabled: boolean;
  version: number;
  createdAt: Date;
}

/** The stored fields that `toUser` does not need: what is secret or long is not read from the database. */
export const USER_PROJECTION = { passwordHash: 0, sessions: 0, addresses: 0, outbox: 0 };

export function toUser(record: Omit<UserRecord, keyof typeof USER_PROJECTION>): User {
  const { email, emailVerification, role, adminRank, firstName, lastName, phone, locale } = record;
  return {
    id: record._id.toHexString(),
    email,
    emailVerified: record.emailVerifiedAt !== undefined,
    pendingEmail: emailVerification?.email === email ? undefined : emailVerification?.email,
    role,
    adminRank,
    firstName,
    lastName,
    phone,
    locale,
    disabled: record.disabledAt !== undefined,
    version: record.version,
    createdAt: record.createdAt,
  };
}

/** What the owner and staff see; an allow-list, so that a new stored field stays inside. */
export function toUserResponse(user: User): UserResponse {
  const { id, email, emailVerified, role, firstName, lastName, locale, disabled } = user;
  return {
    id,
    email,
    emailVerified,
    pendingEmail: user.pendingEmail ?? null,
    role,
    firstName,
    lastName,
    phone: user.phone ?? null,
    locale,
    disabled,
    createdAt: user.createdAt.toISOString(),
  };
}
