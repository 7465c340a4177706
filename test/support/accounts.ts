import { randomBytes } from 'node:crypto';
import type { TestApp } from './app.js';
import { TEST_PASSWORD } from './auth.js';

/** The answer of register, login and refresh. */
export interface AuthBody {
  user: { id: string; email: string; role: string; emailVerified: boolean; locale: string };
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

export function newEmail(name = 'user'): string {
  return `${name}-${randomBytes(6).toString('hex')}@example.com`;
}

/** Makes an account over HTTP, as a customer does. */
export async function register(
  { http }: TestApp,
  overrides: Record<string, unknown> = {},
): Promise<AuthBody> {
  const body = { email: newEmail(), password: TEST_PASSWORD, firstName: 'Mona', lastName: 'Hassan' };
  const response = await http.post('/v1/auth/register').send({ ...body, ...overrides });
  expect(response.status).toBe(201);
  return response.body as AuthBody;
}

export function login({ http }: TestApp, email: string, password = TEST_PASSWORD) {
  return http.post('/v1/auth/login').send({ email, password });
}

export function refresh({ http }: TestApp, refreshToken: string, userAgent = 'phone') {
  return http.post('/v1/auth/refresh').set('User-Agent', userAgent).send({ refreshToken });
}

/** Reads the own account: 200 while the access token is good, 401 afterwards. */
export function whoAmI({ http }: TestApp, accessToken: string) {
  return http.get('/v1/users/me').set('Authorization', `Bearer ${accessToken}`);
}
