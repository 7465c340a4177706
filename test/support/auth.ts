import { randomBytes } from 'node:crypto';
import type { Role } from '../../src/common/auth/access.js';
import { DatabaseConnector } from '../../src/common/persistence/database.connector.js';
import { AuthService } from '../../src/modules/auth/index.js';
import { UsersService } from '../../src/modules/users/index.js';
import type { TestApp } from './app.js';

export const TEST_PASSWORD = 'correct-horse-battery-staple';

export interface TestUser {
  /** Access token, for `Authorization: Bearer`. */
  token: string;
  userId: string;
  email: string;
}

/** A new user of that role with a session of its own. */
export async function signInAs({ app }: TestApp, role: Role): Promise<TestUser> {
  // The application does not wait for its database; only requests do.
  await app.get(DatabaseConnector).ensureConnected();
  const email = `${role}-${randomBytes(6).toString('hex')}@example.com`;
  const seed = { email, password: TEST_PASSWORD, role, firstName: 'Test', lastName: 'User' };
  const { id } = await app.get(UsersService).createIfAbsent(seed);
  const { accessToken } = await app
    .get(AuthService)
    .login(email, TEST_PASSWORD, { userAgent: 'test', network: 'test' });
  return { token: accessToken, userId: id, email };
}
