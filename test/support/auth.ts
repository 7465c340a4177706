import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import type { Role } from '../../src/common/auth/access.js';
import { CounterRepository } from '../../src/common/counters/counter.repository.js';
import { DatabaseConnector } from '../../src/common/persistence/database.connector.js';
import { SessionService } from '../../src/modules/auth/session.service.js';
import { PasswordHasher, UserRepository } from '../../src/modules/users/index.js';
import type { TestApp } from './app.js';

export const TEST_PASSWORD = 'correct-horse-battery-staple';

export interface TestUser {
  /** Access token, for `Authorization: Bearer`. */
  token: string;
  userId: string;
  email: string;
}

/** Hashing is slow by design; one hash serves every user that tests make. */
let passwordHash: Promise<string> | undefined;

/** A new user of that role with a session of its own, stored as registering and signing in store them. */
export async function signInAs({ app }: TestApp, role: Role): Promise<TestUser> {
  // The application does not wait for its database; only requests do.
  await app.get(DatabaseConnector).ensureConnected();
  passwordHash ??= app.get(PasswordHasher).hash(TEST_PASSWORD);
  const userId = new Types.ObjectId().toHexString();
  const email = `${role}-${randomBytes(6).toString('hex')}@example.com`;
  const sessions = app.get(SessionService);
  const { record, refreshToken } = sessions.prepare(userId, 'test');
  const user = await app.get(UserRepository).insert(
    userId,
    {
      email,
      emailVerifiedAt: record.createdAt,
      passwordHash: await passwordHash,
      role,
      ...(role === 'admin' && { adminRank: await app.get(CounterRepository).next('admin-rank') }),
      firstName: 'Test',
      lastName: 'User',
      locale: 'en',
      sessions: [record],
    },
    record.createdAt,
  );
  const { accessToken } = await sessions.hand(user!, refreshToken);
  return { token: accessToken, userId, email };
}
