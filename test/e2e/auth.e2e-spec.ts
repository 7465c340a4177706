import { jest } from '@jest/globals';
import { mongo } from 'mongoose';
import { type AuthBody, login, newEmail, refresh, register, whoAmI } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { phcString } from '../support/argon2.js';
import { signInAs, TEST_PASSWORD } from '../support/auth.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

let shop: TestApp;

beforeAll(async () => {
  shop = await startTestApp();
});

afterAll(async () => {
  await shop.close();
});

describe('POST /v1/auth/register', () => {
  it('makes an unverified customer and signs in', async () => {
    const email = newEmail('Mona');

    const response = await shop.http.post('/v1/auth/register').set('Accept-Language', 'en-GB,ar;q=0.5').send({
      email,
      password: TEST_PASSWORD,
      firstName: 'Mona',
      lastName: 'Hassan',
      phone: '+201001234567',
    });

    expect(response.status).toBe(201);
    expect(response.headers).toMatchObject({ location: '/v1/users/me', 'cache-control': 'no-store' });
    expect(response.body).toEqual({
      user: {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        email: email.toLowerCase(),
        emailVerified: false,
        pendingEmail: null,
        role: 'customer',
        firstName: 'Mona',
        lastName: 'Hassan',
        phone: '+201001234567',
        locale: 'en',
        disabled: false,
        createdAt: expect.any(String),
      },
      accessToken: expect.any(String),
      refreshToken: expect.stringMatching(/^[\w-]{96}$/),
      expiresIn: 900,
    });
    await whoAmI(shop, (response.body as AuthBody).accessToken).expect(200);
  });

  it.each([
    ['ar-EG', 'ar'],
    ['fr', 'en'],
    ['fr, ar;q=0.1', 'ar'],
  ])('writes to somebody who reads %s in %s', async (header, locale) => {
    const body = { email: newEmail(), password: TEST_PASSWORD, firstName: 'A', lastName: 'B' };

    const response = await shop.http.post('/v1/auth/register').set('Accept-Language', header).send(body);

    expect((response.body as AuthBody).user.locale).toBe(locale);
  });

  it('gives one of many parallel registrations of an address the account, in any spelling', async () => {
    const email = newEmail();
    const body = { password: TEST_PASSWORD, firstName: 'A', lastName: 'B' };
    const spellings = [email, email.toUpperCase(), email.replace('user', 'User'), ` ${email}`.trim()];

    const responses = await Promise.all(
      [...spellings, ...spellings].map((spelling) =>
        shop.http.post('/v1/auth/register').send({ ...body, email: spelling }),
      ),
    );

    const statuses = responses.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    expect(await shop.db.collection('users').countDocuments({ email })).toBe(1);
    const refused = responses.find(({ status }) => status === 409)!;
    expect(refused.body).toMatchObject({ code: 'users.email_taken' });
  });

  it.each([
    ['email', 'no address', '/email'],
    ['email', { $gt: '' }, '/email'],
    ['email', `${'a'.repeat(250)}@example.com`, '/email'],
    ['password', 'short', '/password'],
    ['password', 'password1234', '/password'],
    ['password', 'x'.repeat(513), '/password'],
    ['password', 12345678, '/password'],
    ['firstName', '', '/firstName'],
    ['lastName', 'x'.repeat(101), '/lastName'],
    ['phone', null, '/phone'],
    ['phone', '12', '/phone'],
    ['locale', 'fr', '/locale'],
    ['role', 'admin', '/role'],
    ['emailVerified', true, '/emailVerified'],
    ['_id', '0'.repeat(24), '/_id'],
    ['sessions', [], '/sessions'],
    ['adminRank', 0, '/adminRank'],
  ])('refuses %s: %j, and makes no account', async (field, value, pointer) => {
    const email = newEmail();
    const body = { email, password: TEST_PASSWORD, firstName: 'A', lastName: 'B', [field]: value };

    const response = await shop.http.post('/v1/auth/register').send(body);

    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({ code: 'request.validation_failed', errors: [{ pointer }] });
    expect(await shop.db.collection('users').countDocuments({ email })).toBe(0);
  });

  it('stores neither the password nor a token', async () => {
    const { user, refreshToken, accessToken } = await register(shop);

    const stored = JSON.stringify(await shop.db.collection('users').findOne({ email: user.email }));

    expect(stored).toMatch(/\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    for (const secret of [TEST_PASSWORD, refreshToken, refreshToken.slice(32), accessToken]) {
      expect(stored).not.toContain(secret);
    }
  });
});

describe('POST /v1/auth/login', () => {
  it('signs in with the address in any spelling', async () => {
    const { user } = await register(shop);

    const response = await login(shop, user.email.toUpperCase()).expect(200);

    expect(response.body).toMatchObject({ user: { id: user.id }, expiresIn: 900 });
  });

  it('answers alike for a wrong password, an unknown address and a disabled account', async () => {
    const [active, disabled] = [await register(shop), await register(shop)];
    await shop.db
      .collection('users')
      .updateOne({ email: disabled.user.email }, { $set: { disabledAt: new Date(), sessions: [] } });

    const answers = await Promise.all([
      login(shop, active.user.email, 'wrong-password-1'),
      login(shop, newEmail()),
      login(shop, disabled.user.email),
    ]);

    const told = answers.map(({ status, body, headers }) => ({
      status,
      body: { ...body, requestId: '' },
      headers: { ...headers, 'x-request-id': '', date: '', ratelimit: '' },
    }));
    expect(told[0]).toMatchObject({ status: 401, body: { code: 'auth.invalid_credentials' } });
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it('hashes again with today’s parameters when the stored hash is older', async () => {
    const { user } = await register(shop);
    const users = shop.db.collection('users');
    const older = phcString('kjh3mn2b', 8_192, 1);
    await users.updateOne({ email: user.email }, { $set: { passwordHash: older } });

    await login(shop, user.email, 'kjh3mn2b').expect(200);

    const { passwordHash } = (await users.findOne({ email: user.email }))!;
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await login(shop, user.email, 'kjh3mn2b').expect(200);
  });
});

describe('the end of a session', () => {
  it('comes with logout, at once and for this session only', async () => {
    const { user, accessToken, refreshToken } = await register(shop);
    const other = (await login(shop, user.email)).body as AuthBody;

    await shop.http.post('/v1/auth/logout').send({ refreshToken }).expect(204);

    await whoAmI(shop, accessToken).expect(401);
    await refresh(shop, refreshToken).expect(401);
    await whoAmI(shop, other.accessToken).expect(200);
  });

  it('comes with logout also when the client missed the last exchange', async () => {
    const { refreshToken } = await register(shop);
    const next = (await refresh(shop, refreshToken).expect(200)).body as AuthBody;

    await shop.http.post('/v1/auth/logout').send({ refreshToken }).expect(204);

    await whoAmI(shop, next.accessToken).expect(401);
    await refresh(shop, next.refreshToken).expect(401);
  });

  it('may be asked for twice, and with a token that never was', async () => {
    const { refreshToken } = await register(shop);

    for (const token of [refreshToken, refreshToken, 'A'.repeat(96), 'nonsense']) {
      await shop.http.post('/v1/auth/logout').send({ refreshToken: token }).expect(204);
    }
  });

  it('comes with logout-all for every session', async () => {
    const { user, accessToken, refreshToken } = await register(shop);
    const other = (await login(shop, user.email)).body as AuthBody;

    await shop.http.post('/v1/auth/logout-all').set('Authorization', `Bearer ${accessToken}`).expect(204);

    await whoAmI(shop, accessToken).expect(401);
    await whoAmI(shop, other.accessToken).expect(401);
    await refresh(shop, refreshToken).expect(401);
    await refresh(shop, other.refreshToken).expect(401);
  });

  it('does not come by a new login, up to 100 sessions, beyond which the longest unused goes', async () => {
    const { user, refreshToken, accessToken } = await register(shop);
    const users = shop.db.collection('users');
    const [session] = (await users.findOne({ email: user.email }))!['sessions'];
    const older = Array.from({ length: 99 }, (_, i) => ({
      ...session,
      id: new mongo.ObjectId(),
      lastUsedAt: new Date(Date.now() - 1_000 * (i + 1)),
    }));
    await users.updateOne({ email: user.email }, { $push: { sessions: { $each: older } } as never });

    await login(shop, user.email).expect(200);

    const { sessions } = (await users.findOne({ email: user.email }))!;
    const ids = sessions.map(({ id }: { id: mongo.ObjectId }) => id.toHexString());
    expect(ids).toHaveLength(100);
    expect(ids).not.toContain(older.at(-1)!.id.toHexString());
    await whoAmI(shop, accessToken).expect(200);
    await refresh(shop, refreshToken).expect(200);
  });
});

describe('/v1/auth/sessions', () => {
  it('lists the own devices and marks the one that asks', async () => {
    const { user, accessToken } = await register(shop);
    await login(shop, user.email).set('User-Agent', 'tablet');

    const { body } = await shop.http
      .get('/v1/auth/sessions')
      .set('Authorization', `Bearer ${accessToken}`)
      .expect(200);

    expect(body).toMatchObject({ nextCursor: null, items: [{ isCurrent: true }, { userAgent: 'tablet' }] });
    expect(Object.keys(body.items[1]).sort()).toEqual(
      ['id', 'isCurrent', 'userAgent', 'createdAt', 'lastUsedAt', 'expiresAt'].sort(),
    );
  });

  it('ends one of them at once', async () => {
    const { user, accessToken } = await register(shop);
    const tablet = (await login(shop, user.email).set('User-Agent', 'tablet')).body as AuthBody;
    const authorization = `Bearer ${accessToken}`;
    const { body } = await shop.http.get('/v1/auth/sessions').set('Authorization', authorization);

    await shop.http
      .delete(`/v1/auth/sessions/${body.items[1].id}`)
      .set('Authorization', authorization)
      .expect(204);

    await whoAmI(shop, tablet.accessToken).expect(401);
    await whoAmI(shop, accessToken).expect(200);
  });

  it('answers for a foreign session as for a missing one, and leaves it alive', async () => {
    const [own, foreign] = [await signInAs(shop, 'customer'), await register(shop)];
    const [session] = (await shop.db.collection('users').findOne({ email: foreign.user.email }))!['sessions'];

    const answers = await Promise.all(
      [String(session.id), '0'.repeat(24)].map((id) =>
        shop.http.delete(`/v1/auth/sessions/${id}`).set('Authorization', `Bearer ${own.token}`),
      ),
    );

    const bodies = answers.map(({ body }) => ({ ...body, requestId: '', instance: '' }));
    expect(bodies[0]).toMatchObject({ status: 404, code: 'auth.session_not_found' });
    expect(bodies[1]).toEqual(bodies[0]);
    await whoAmI(shop, foreign.accessToken).expect(200);
  });
});
