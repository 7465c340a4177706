import type { Sandbox } from '../sandbox.ts';
import { ACCOUNT } from '../seed.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Call } from './route.ts';

/** Keys of a real account have no business in a sandbox, so they are named as such rather than just being wrong. */
export function refuseLiveKey(key: string): void {
  if (key.includes('_live_')) throw ApiError.unauthorized('This is a sandbox: it refuses live keys');
}

/**
 * Checks the secret key in `Authorization: Token …`.
 * @throws {ApiError} 401
 */
export function requireSecretKey(call: Call): void {
  const key = credential(call, 'Token');
  if (key === undefined) throw ApiError.unauthorized();
  refuseLiveKey(key);
  if (key !== ACCOUNT.secretKey) throw ApiError.unauthorized('Invalid token.');
}

/**
 * Checks the token that was given out for the API key: in the header, the query or the body, as its generations have it.
 * @throws {ApiError} 401
 */
export function requireAuthToken(sandbox: Sandbox, call: Call): void {
  const token = credential(call, 'Bearer') ?? call.query['token'] ?? call.body['auth_token'];
  if (typeof token !== 'string' || token === '') throw ApiError.unauthorized();
  refuseLiveKey(token);
  if (!isValidAuthToken(sandbox, token)) throw ApiError.unauthorized('incorrect credentials');
}

/**
 * Checks the secret key or, as the older documents have it, the auth token.
 * @throws {ApiError} 401
 */
export function requireSecretKeyOrAuthToken(sandbox: Sandbox, call: Call): void {
  if (credential(call, 'Token') === undefined) requireAuthToken(sandbox, call);
  else requireSecretKey(call);
}

function isValidAuthToken(sandbox: Sandbox, token: string): boolean {
  const known = sandbox.store.authTokens.get(token);
  return known !== undefined && known.expiresAt > sandbox.clock.now();
}

function credential(call: Call, scheme: 'Token' | 'Bearer'): string | undefined {
  const [found, value] = (call.authorization ?? '').split(' ');
  return found?.toLowerCase() === scheme.toLowerCase() ? value : undefined;
}
