import { jest } from '@jest/globals';
import { Clock } from '../../src/common/clock/clock.js';
import { type PersonalDataHolder, PersonalDataHolders, UserWorker } from '../../src/modules/users/index.js';
import { SweeperService } from '../../src/modules/sweeper/index.js';
import { login, newEmail, refresh, register, whoAmI } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TEST_PASSWORD } from '../support/auth.js';
import { moveTime } from '../support/clock.js';
import { type Mailbox, startMailbox, tokenIn } from '../support/mailbox.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

let mailbox: Mailbox;
let shop: TestApp;

beforeAll(async () => {
  mailbox = await startMailbox();
  shop = await startTestApp({ MAIL_URL: mailbox.url });
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await shop.close();
  await mailbox.close();
});

function patchMe(accessToken: string, body: Record<string, unknown>) {
  return shop.http.patch('/v1/users/me').set('Authorization', `Bearer ${accessToken}`).send(body);
}

function deleteMe(accessToken: string) {
  return shop.http.delete('/v1/users/me').set('Authorization', `Bearer ${accessToken}`);
}

function verify(token: string) {
  return shop.http.post('/v1/auth/verify-email').send({ token });
}

describe('GET /v1/users/me', () => {
  it('shows the own account with its version, and nothing that is secret', async () => {
    const { user, accessToken } = await register(shop);

    const response = await whoAmI(shop, accessToken);

    expect(response.body).toEqual(user);
    expect(response.headers['etag']).toBe('"v1"');
    expect(response.headers['cache-control']).toBe('no-store');
  });
});

describe('PATCH /v1/users/me', () => {
  it('changes what it is told and leaves the rest', async () => {
    const { user, accessToken } = await register(shop, { phone: '+201001234567' });

    const response = await patchMe(accessToken, { firstName: 'منى', locale: 'en' });

    expect(response.status).toBe(200);
    expect(response.body).toEqual({ ...user, firstName: 'منى', locale: 'en' });
    expect(response.headers['etag']).toBe('"v2"');
  });

  it('takes an optional field away with null, but no other', async () => {
    const { accessToken } = await register(shop, { phone: '+201001234567' });

    expect((await patchMe(accessToken, { phone: null })).body).toMatchObject({ phone: null });
    for (const field of ['firstName', 'lastName', 'locale', 'email']) {
      const refused = await patchMe(accessToken, { [field]: null });
      expect(refused.body).toMatchObject({ status: 400, errors: [{ pointer: `/${field}` }] });
    }
  });

  it.each([
    'role',
    'disabled',
    'disabledAt',
    'emailVerified',
    'emailVerifiedAt',
    'passwordHash',
    'sessions',
    'addresses',
    'outbox',
    'adminRank',
    'version',
    'id',
    '_id',
    '__v',
    '$set',
  ])('refuses the field %s', async (field) => {
    const { user, accessToken } = await register(shop);
    const before = await shop.db.collection('users').findOne({ email: user.email });

    const response = await patchMe(accessToken, { firstName: 'X', [field]: 'admin' });

    expect(response.body).toMatchObject({ status: 400, code: 'request.validation_failed' });
    // The mail of the registration may leave the outbox meanwhile.
    const after = await shop.db.collection('users').findOne({ email: user.email });
    expect({ ...after, outbox: [], updatedAt: 0 }).toEqual({ ...before, outbox: [], updatedAt: 0 });
  });

  it('refuses a change that is based on an old version', async () => {
    const { accessToken } = await register(shop);
    await patchMe(accessToken, { firstName: 'A' });

    const stale = await patchMe(accessToken, { firstName: 'B' }).set('If-Match', '"v1"');
    const fresh = await patchMe(accessToken, { firstName: 'C' }).set('If-Match', '"v2"');

    expect(stale.body).toMatchObject({ status: 412, code: 'request.stale_version' });
    expect(fresh.body).toMatchObject({ firstName: 'C' });
  });

  it('loses none of many parallel changes of different fields', async () => {
    const { accessToken } = await register(shop);

    await Promise.all([
      patchMe(accessToken, { firstName: 'A' }),
      patchMe(accessToken, { lastName: 'B' }),
      patchMe(accessToken, { phone: '+201001234567' }),
    ]);

    const { body, headers } = await whoAmI(shop, accessToken);
    expect(body).toMatchObject({ firstName: 'A', lastName: 'B', phone: '+201001234567' });
    expect(headers['etag']).toBe('"v4"');
  });
});

describe('a new e-mail address', () => {
  it('counts once its link is followed, and the old address is told', async () => {
    const { user, accessToken } = await register(shop, { locale: 'en' });
    await verify(tokenIn(await mailbox.mailTo(user.email))).expect(204);
    const email = newEmail('new');

    const asked = await patchMe(accessToken, { email, currentPassword: TEST_PASSWORD });
    expect(asked.body).toMatchObject({ email: user.email, emailVerified: true, pendingEmail: email });
    await login(shop, user.email).expect(200);
    await login(shop, email).expect(401);

    await verify(tokenIn(await mailbox.mailTo(email))).expect(204);
    const { body } = await whoAmI(shop, accessToken);
    expect(body).toMatchObject({ email, emailVerified: true, pendingEmail: null });
    await login(shop, email).expect(200);
    await login(shop, user.email).expect(401);
    expect((await mailbox.mailTo(user.email, 2)).subject).toBe('Your e-mail address was changed');
  });

  it('needs the current password', async () => {
    const { user, accessToken } = await register(shop);

    const without = await patchMe(accessToken, { email: newEmail() });
    const wrong = await patchMe(accessToken, { email: newEmail(), currentPassword: 'wrong-password-1' });

    expect(without.body).toMatchObject({ status: 400, errors: [{ pointer: '/currentPassword' }] });
    expect(wrong.body).toMatchObject({ status: 422, code: 'users.wrong_password' });
    expect((await whoAmI(shop, accessToken)).body).toMatchObject({ email: user.email, pendingEmail: null });
  });

  it('cannot be one that has an account', async () => {
    const [{ accessToken }, other] = [await register(shop), await register(shop)];

    const refused = await patchMe(accessToken, {
      email: other.user.email.toUpperCase(),
      currentPassword: TEST_PASSWORD,
    });

    expect(refused.body).toMatchObject({ status: 409, code: 'users.email_taken' });
  });

  it('goes to one of two who claim it, whoever follows the link first', async () => {
    const email = newEmail('wanted');
    const claimants = [await register(shop), await register(shop)];
    for (const { accessToken } of claimants) {
      await patchMe(accessToken, { email, currentPassword: TEST_PASSWORD }).expect(200);
    }
    const tokens = [tokenIn(await mailbox.mailTo(email, 1)), tokenIn(await mailbox.mailTo(email, 2))];

    const answers = await Promise.all(tokens.map((token) => verify(token)));

    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 409]);
    expect(await shop.db.collection('users').countDocuments({ email })).toBe(1);
  });
});

describe('GET /v1/users/me/export', () => {
  it('gives the caller everything as one JSON file, from other modules too', async () => {
    const { user, accessToken } = await register(shop);
    const holder: PersonalDataHolder = {
      exportData: (userId) => Promise.resolve([{ of: userId }]),
      eraseData: () => Promise.resolve(),
    };
    shop.app.get(PersonalDataHolders).register('parcels', holder);

    const response = await shop.http
      .get('/v1/users/me/export')
      .set('Authorization', `Bearer ${accessToken}`)
      .expect(200);

    expect(response.headers['content-disposition']).toBe('attachment; filename=personal-data.json');
    expect(response.body).toMatchObject({
      exportedAt: expect.any(String),
      user,
      addresses: [],
      sessions: [{ userAgent: expect.any(String) }],
      parcels: [{ of: user.id }],
    });
    expect(response.text).not.toMatch(/argon2id|tokenHash|familyHash/);
  });
});

describe('DELETE /v1/users/me', () => {
  const CANARIES = { firstName: 'Canaryfirst', lastName: 'Canarylast', phone: '+209990001112' };

  async function sweep(): Promise<void> {
    await shop.app.get(SweeperService).run({ deadline: shop.app.get(Clock).in(10_000) });
  }

  it('leaves nothing of the person in any collection, and frees the address', async () => {
    const email = newEmail('canary');
    const { accessToken, refreshToken } = await register(shop, { ...CANARIES, email });
    await shop.http
      .post('/v1/users/me/addresses')
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ ...CANARIES, line1: 'Canarystreet 1', city: 'Cairo', country: 'EG' })
      .expect(201);

    await deleteMe(accessToken).expect(204);
    await shop.app.get(UserWorker).settled();

    const collections = await shop.db.listCollections().toArray();
    for (const { name } of collections) {
      const content = JSON.stringify(await shop.db.collection(name).find().toArray());
      expect({ name, found: /canary|209990001112/i.exec(content)?.[0] }).toEqual({ name, found: undefined });
    }
    await whoAmI(shop, accessToken).expect(401);
    await refresh(shop, refreshToken).expect(401);
    await login(shop, email).expect(401);
    const again = await register(shop, { ...CANARIES, email });
    await deleteMe(again.accessToken).expect(204);
  });

  it('erases elsewhere until it has succeeded, and ends the account at once all the same', async () => {
    const { user, accessToken } = await register(shop);
    const erased: string[] = [];
    const holder: PersonalDataHolder = {
      exportData: () => Promise.resolve([]),
      eraseData: (userId) => {
        erased.push(userId);
        return erased.length === 1 ? Promise.reject(new Error('Not now')) : Promise.resolve();
      },
    };
    shop.app.get(PersonalDataHolders).register('parcels', holder);

    await deleteMe(accessToken).expect(204);
    await whoAmI(shop, accessToken).expect(401);
    await shop.app.get(UserWorker).settled();
    moveTime(shop, 120_000);
    await sweep();

    expect(erased.filter((id) => id === user.id).length).toBeGreaterThanOrEqual(2);
    expect(await shop.db.collection('users').countDocuments({ email: `erased:${user.id}` })).toBe(0);
  });

  it('is not for admins, who could leave the shop without any', async () => {
    const { user, accessToken } = await register(shop);
    await shop.db
      .collection('users')
      .updateOne({ email: user.email }, { $set: { role: 'admin', adminRank: 7 } });

    const refused = await deleteMe(accessToken);

    expect(refused.body).toMatchObject({ status: 409, code: 'users.is_admin' });
    expect((await whoAmI(shop, accessToken)).body).toMatchObject({ email: user.email });
  });

  it('may be asked for many times at once', async () => {
    const { accessToken } = await register(shop);

    const answers = await Promise.all(Array.from({ length: 5 }, () => deleteMe(accessToken)));

    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(204);
    expect(statuses.filter((status) => ![204, 401].includes(status))).toEqual([]);
  });
});
