import { jest } from '@jest/globals';
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { type AuthBody, login, register, whoAmI } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { testEnvironment } from '../support/environment.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

const SECRET = testEnvironment()['JWT_SECRET']!;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

type Json = Record<string, unknown>;

let shop: TestApp;
let account: AuthBody;
let header: Json;
let payload: Json;

beforeAll(async () => {
  shop = await startTestApp();
  account = await register(shop);
  [header, payload] = account.accessToken
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json) as [Json, Json];
});

afterAll(async () => {
  await shop.close();
});

function encode(part: Json | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** A token with a right signature by our own key, so that only what it says can be wrong. */
function signed(claims: Json | string, head: Json | string = header, key = SECRET, hash = 'sha256'): string {
  const input = `${encode(head)}.${encode(claims)}`;
  return `${input}.${createHmac(hash, key).update(input).digest('base64url')}`;
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

const FORGERIES: Record<string, () => string> = {
  'no token': () => '',
  'no JWT': () => 'nonsense',
  'alg none without signature': () => `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`,
  'alg NoNe': () => `${encode({ ...header, alg: 'NoNe' })}.${encode(payload)}.`,
  'alg none with the old signature': () =>
    `${encode({ ...header, alg: 'none' })}.${encode(payload)}.${account.accessToken.split('.')[2]}`,
  'an empty signature': () => `${account.accessToken.split('.').slice(0, 2).join('.')}.`,
  'no signature part': () => account.accessToken.split('.').slice(0, 2).join('.'),
  'a fourth part': () => `${account.accessToken}.AAAA`,
  'a changed bit in the signature': () => {
    const [head, claims, signature] = account.accessToken.split('.') as [string, string, string];
    const bytes = Buffer.from(signature, 'base64url');
    bytes[7]! ^= 1;
    return [head, claims, bytes.toString('base64url')].join('.');
  },
  'a changed role under the old signature': () => {
    const [head, , signature] = account.accessToken.split('.');
    return [head, encode({ ...payload, role: 'admin' }), signature].join('.');
  },
  'another key': () => signed(payload, header, 'another-key-another-key-another-key'),
  'HS512 with our key': () => signed(payload, { ...header, alg: 'HS512' }, SECRET, 'sha512'),
  'HS384 with our key': () => signed(payload, { ...header, alg: 'HS384' }, SECRET, 'sha384'),
  'RS256 with a key of its own': () => {
    const input = `${encode({ ...header, alg: 'RS256' })}.${encode(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  },
  'HS256 with a public key for a secret': () =>
    signed(
      payload,
      header,
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }))
        .export({ type: 'spki', format: 'pem' })
        .toString(),
    ),
  'an embedded jwk': () => {
    const jwk = publicKey.export({ format: 'jwk' });
    const input = `${encode({ ...header, alg: 'RS256', jwk })}.${encode(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  },
  'a jku of its own': () =>
    signed(payload, { ...header, jku: 'http://127.0.0.1:1/keys' }, 'another-key-another-key-another-key'),
  'an unknown kid': () => signed(payload, { ...header, kid: 'unknown' }),
  'no kid': () => signed(payload, { alg: 'HS256', typ: 'at+jwt' }),
  'a path for a kid': () => signed(payload, { ...header, kid: '../../../../dev/null' }, ''),
  'an object for a kid': () => signed(payload, { ...header, kid: { $ne: null } }),
  'typ JWT': () => signed(payload, { ...header, typ: 'JWT' }),
  'no typ': () => signed(payload, { alg: 'HS256', kid: header['kid'] }),
  'a token to reset a password': () => signed(payload, { ...header, typ: 'reset-password+jwt' }),
  'a token to verify an address': () => signed(payload, { ...header, typ: 'verify-email+jwt' }),
  'a crit header': () => signed(payload, { ...header, typ: 'jwt', crit: ['exp'] }),
  'expired by a second': () => signed({ ...payload, exp: now() - 1 }),
  'exp that is no number': () => signed({ ...payload, exp: 'never' }),
  'nbf in the future': () => signed({ ...payload, nbf: now() + 60 }),
  'another issuer': () => signed({ ...payload, iss: 'https://evil.example' }),
  'no issuer': () => signed({ ...payload, iss: undefined }),
  'another audience': () => signed({ ...payload, aud: 'https://other.example/v1' }),
  'no audience': () => signed({ ...payload, aud: undefined }),
  'no subject': () => signed({ ...payload, sub: undefined }),
  'an operator for a subject': () => signed({ ...payload, sub: { $gt: '' } }),
  'a subject that is no id': () => signed({ ...payload, sub: 'admin' }),
  'a session that is no id': () => signed({ ...payload, sid: 'x' }),
  'an operator for a session': () => signed({ ...payload, sid: { $ne: '' } }),
  'no session': () => signed({ ...payload, sid: undefined }),
  'a session that has ended': () => signed({ ...payload, sid: '0'.repeat(24) }),
  'a user who is gone': () => signed({ ...payload, sub: '0'.repeat(24) }),
  'a claim twice under the old signature': () => {
    const [head, , signature] = account.accessToken.split('.');
    const twice = JSON.stringify(payload).replace(/}$/, ',"role":"admin"}');
    return [head, encode(twice), signature].join('.');
  },
  'a payload that is no object': () => signed('"text"'),
  'a payload that is null': () => signed('null'),
  'a payload that is no JSON': () => signed('{'),
  'a header that is null': () => signed(payload, 'null'),
  'a header that is no JSON': () => signed(payload, '{'),
  'a refresh token': () => account.refreshToken,
  '10,000 characters': () => signed({ ...payload, padding: 'x'.repeat(7_000) }, header, 'wrong'),
};

describe('an access token', () => {
  it('is accepted as it was given, and with the same claims and a right signature', async () => {
    await whoAmI(shop, account.accessToken).expect(200);
    await whoAmI(shop, signed(payload)).expect(200);
  });

  it('names its key and type, and the claims of RFC 9068', () => {
    expect(header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: expect.stringMatching(/^[\w-]{12}$/) });
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'role', 'sid', 'sub']);
    expect(Number(payload['exp']) - Number(payload['iat'])).toBe(900);
  });

  it.each(Object.keys(FORGERIES))('is refused: %s', async (name) => {
    const response = await whoAmI(shop, FORGERIES[name]!());

    expect(response.status).toBe(401);
    expect(response.body).toMatchObject({ code: 'auth.unauthenticated' });
    expect(response.headers['www-authenticate']).toBe('Bearer');
  });

  it('is refused when it is larger than any header may be, without a look at it', async () => {
    const status = await whoAmI(shop, 'x'.repeat(10_000_000)).then(
      (response) => response.status,
      // The server may close the connection before it has read all.
      (error: NodeJS.ErrnoException) => error.code,
    );

    expect([431, 'ECONNRESET', 'EPIPE']).toContain(status);
    await whoAmI(shop, account.accessToken).expect(200);
  });

  it.each([
    ['Basic', (token: string) => `Basic ${token}`],
    ['no scheme', (token: string) => token],
    ['Bearer twice', (token: string) => `Bearer Bearer ${token}`],
  ])('is refused with %s in the header', async (_, value) => {
    await shop.http.get('/v1/users/me').set('Authorization', value(account.accessToken)).expect(401);
  });

  it('is not read from the query or the body', async () => {
    const { accessToken } = account;

    await shop.http.get(`/v1/users/me?access_token=${accessToken}`).expect(401);
    await shop.http.patch('/v1/users/me').send({ access_token: accessToken }).expect(401);
  });

  it('counts for nothing once the password has been changed elsewhere', async () => {
    const { user, accessToken } = await register(shop);
    const other = (await login(shop, user.email)).body as AuthBody;

    await shop.http
      .post('/v1/auth/change-password')
      .set('Authorization', `Bearer ${other.accessToken}`)
      .send({ currentPassword: 'correct-horse-battery-staple', newPassword: 'an-even-better-battery' })
      .expect(204);

    await whoAmI(shop, accessToken).expect(401);
    await whoAmI(shop, other.accessToken).expect(200);
  });
});

describe('a change of JWT_SECRET', () => {
  it('keeps the tokens of the old key good while the old key is listed behind the new one', async () => {
    const next = await startTestApp({
      MONGODB_URI: shop.uri,
      JWT_SECRET: `the-next-secret-that-is-long-enough-too,${SECRET}`,
    });

    const { status } = await whoAmI(next, account.accessToken);
    const fresh = (await login(next, account.user.email)).body as AuthBody;

    expect(status).toBe(200);
    await whoAmI(next, fresh.accessToken).expect(200);
    await whoAmI(shop, fresh.accessToken).expect(401);
    await next.close();
  });
});
