import { jest } from '@jest/globals';
import { mongo } from 'mongoose';
import { UsersService } from '../../src/modules/users/index.js';
import { type AuthBody, login, refresh, register, whoAmI } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs, type TestUser } from '../support/auth.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

let shop: TestApp;
/** The longest-serving admin. */
let founder: TestUser;

beforeAll(async () => {
  shop = await startTestApp();
  founder = await signInAs(shop, 'admin');
});

afterAll(async () => {
  await shop.close();
});

function list(query: string) {
  return shop.http.get(`/v1/users?${query}`).set('Authorization', `Bearer ${founder.token}`);
}

function patch(id: string, body: object, actor = founder, ifMatch = '*') {
  return shop.http
    .patch(`/v1/users/${id}`)
    .set('Authorization', `Bearer ${actor.token}`)
    .set('If-Match', ifMatch)
    .send(body);
}

describe('GET /v1/users', () => {
  interface Listed {
    id: string;
    email: string;
    role: string;
  }
  const domain = 'list.example.com';

  beforeAll(async () => {
    const users = Array.from({ length: 45 }, (_, i) => ({
      _id: new mongo.ObjectId(),
      email: `${i % 3 === 0 ? 'anna' : 'bob'}${String(i).padStart(2, '0')}@${domain}`,
      role: i % 5 === 0 ? 'admin' : 'customer',
      firstName: 'A',
      lastName: 'B',
      locale: 'en',
      addresses: [],
      sessions: [],
      outbox: [],
      version: 1,
      createdAt: new Date(),
      updatedAt: new Date(),
    }));
    await shop.db.collection('users').insertMany(users);
  });

  async function walk(query: string, between: () => Promise<unknown> = () => Promise.resolve()) {
    const seen: Listed[] = [];
    let cursor = '';
    do {
      const { body, status } = await list(`${query}&limit=7${cursor && `&cursor=${cursor}`}`);
      expect(status).toBe(200);
      seen.push(...body.items);
      cursor = body.nextCursor ?? '';
      await between();
    } while (cursor);
    return seen.filter(({ email }) => email.endsWith(domain));
  }

  it('shows every user once, newest first, while others come', async () => {
    const seen = await walk('', () => signInAs(shop, 'customer'));

    expect(new Set(seen.map(({ id }) => id)).size).toBe(45);
    expect(seen.map(({ id }) => id)).toEqual(
      seen
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
  });

  it('shows the users whose address begins so, in the order of addresses', async () => {
    const seen = await walk('email=ANNA');

    const emails = seen.map(({ email }) => email);
    expect(emails).toHaveLength(15);
    expect(emails.every((email) => email.startsWith('anna'))).toBe(true);
    expect(emails).toEqual(emails.toSorted());
  });

  it('shows the users of a role, alone and with the beginning of an address', async () => {
    expect(await walk('role=admin')).toHaveLength(9);
    expect(await walk('role=admin&email=anna')).toHaveLength(3);
  });

  it.each(['.*', '^', '[a-z]', 'anna%'])('takes the characters of %s for themselves', async (prefix) => {
    const { body } = await list(`email=${encodeURIComponent(prefix)}`);

    expect(body).toEqual({ items: [], nextCursor: null });
  });

  it.each([
    'role=owner',
    'limit=0',
    'limit=101',
    'email=',
    'email[$gt]=',
    'cursor=x',
    'cursor=WyJ4Il0',
    'x=1',
  ])('refuses ?%s', async (query) => {
    expect((await list(query)).body).toMatchObject({ status: 400, code: 'request.validation_failed' });
  });

  it.each([
    ['all', {}, { _id: -1 }],
    ['by role', { role: 'admin' }, { _id: -1 }],
    ['by address', { email: { $gte: 'anna', $lt: 'annb' } }, { email: 1 }],
    ['due work', { 'outbox.dueAt': { $lte: new Date() } }, {}],
  ] as const)('is served by an index: %s', async (_, filter, sort) => {
    const plan = await shop.db
      .collection('users')
      .find(filter as mongo.Filter<mongo.Document>)
      .sort(sort)
      .explain('queryPlanner');

    const stages = JSON.stringify(plan['queryPlanner'].winningPlan);
    expect(stages).toContain('IXSCAN');
    expect(stages).not.toContain('COLLSCAN');
    expect(stages).not.toMatch(/"SORT"/);
  });
});

describe('GET /v1/users/{id}', () => {
  it('shows a user with the version, and 404 for a missing one', async () => {
    const { user } = await register(shop);
    const read = (id: string) =>
      shop.http.get(`/v1/users/${id}`).set('Authorization', `Bearer ${founder.token}`);

    const found = await read(user.id);

    expect(found.body).toEqual(user);
    expect(found.headers['etag']).toBe('"v1"');
    expect((await read('0'.repeat(24))).body).toMatchObject({ status: 404, code: 'users.not_found' });
    expect((await read('me2')).status).toBe(400);
  });
});

describe('PATCH /v1/users/{id}', () => {
  it('gives and takes the role of an admin, at once', async () => {
    const user = await signInAs(shop, 'customer');
    const read = () => shop.http.get('/v1/users').set('Authorization', `Bearer ${user.token}`);
    expect((await read()).status).toBe(403);

    const promoted = await patch(user.userId, { role: 'admin' });
    expect(promoted.body).toMatchObject({ role: 'admin' });
    expect((await read()).status).toBe(200);

    await patch(user.userId, { role: 'customer' }).expect(200);
    expect((await read()).status).toBe(403);
  });

  it('locks an account at once and opens it again', async () => {
    const { user, accessToken, refreshToken } = await register(shop);

    expect((await patch(user.id, { disabled: true })).body).toMatchObject({ disabled: true });
    await whoAmI(shop, accessToken).expect(401);
    await refresh(shop, refreshToken).expect(401);
    await login(shop, user.email).expect(401);

    expect((await patch(user.id, { disabled: false })).body).toMatchObject({ disabled: false });
    await whoAmI(shop, accessToken).expect(401);
    const again = (await login(shop, user.email).expect(200)).body as AuthBody;
    await whoAmI(shop, again.accessToken).expect(200);
  });

  it('never leaves a session to an account that is locked while it signs in', async () => {
    const { user } = await register(shop);

    const [, ...logins] = await Promise.all([
      patch(user.id, { disabled: true }),
      ...Array.from({ length: 4 }, () => login(shop, user.email)),
    ]);

    for (const { status, body } of logins) {
      if (status === 200) await whoAmI(shop, (body as AuthBody).accessToken).expect(401);
    }
    expect(await shop.db.collection('users').findOne({ email: user.email })).toMatchObject({ sessions: [] });
  });

  it('needs If-Match with the current version', async () => {
    const { user } = await register(shop);

    const without = await shop.http
      .patch(`/v1/users/${user.id}`)
      .set('Authorization', `Bearer ${founder.token}`)
      .send({ disabled: true });
    const stale = await patch(user.id, { disabled: true }, founder, '"v9"');
    const fresh = await patch(user.id, { disabled: true }, founder, '"v1"');

    expect(without.status).toBe(428);
    expect(stale.body).toMatchObject({ status: 412, code: 'request.stale_version' });
    expect(fresh.status).toBe(200);
  });

  it('lets one of two editors of the same version win', async () => {
    const { user } = await register(shop);

    const answers = await Promise.all([
      patch(user.id, { role: 'admin' }, founder, '"v1"'),
      patch(user.id, { disabled: true }, founder, '"v1"'),
    ]);

    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
  });

  it.each([
    ['role', 'owner'],
    ['role', null],
    ['disabled', 'yes'],
    ['email', 'x@example.com'],
    ['emailVerified', true],
    ['adminRank', 1],
    ['passwordHash', 'x'],
  ])('refuses %s: %j', async (field, value) => {
    const { user } = await register(shop);

    const refused = await patch(user.id, { [field]: value });

    expect(refused.body).toMatchObject({ status: 400, errors: [{ pointer: `/${field}` }] });
  });

  it('answers 404 for a user who is not there', async () => {
    expect((await patch('0'.repeat(24), { disabled: true })).status).toBe(404);
  });
});

describe('admins among each other', () => {
  async function activeAdmins(): Promise<number> {
    return shop.db
      .collection('users')
      .countDocuments({ role: 'admin', adminRank: { $exists: true }, disabledAt: { $exists: false } });
  }

  it('demote and disable those who were appointed after them, never those before or themselves', async () => {
    const [second, third] = [await signInAs(shop, 'admin'), await signInAs(shop, 'admin')];

    for (const loss of [{ role: 'customer' }, { disabled: true }]) {
      for (const target of [founder, second]) {
        const refused = await patch(target.userId, loss, second);
        expect(refused.body).toMatchObject({ status: 409, code: 'users.senior_admin' });
      }
    }
    await patch(third.userId, { disabled: true }, second).expect(200);
    await patch(third.userId, { disabled: false }, second).expect(200);
    await patch(third.userId, { role: 'customer' }, second).expect(200);
  });

  it('begin at the end of the line when they are appointed again', async () => {
    const [second, third] = [await signInAs(shop, 'admin'), await signInAs(shop, 'admin')];
    await patch(second.userId, { role: 'customer' }).expect(200);
    await patch(second.userId, { role: 'admin' }).expect(200);

    await patch(third.userId, { role: 'customer' }, second).expect(409);
    expect((await patch(second.userId, { role: 'customer' }, third)).status).toBe(200);
  });

  it('keep their rank when they are appointed although they are admins', async () => {
    const [second, third] = [await signInAs(shop, 'admin'), await signInAs(shop, 'admin')];
    await patch(second.userId, { role: 'admin' }, third).expect(200);

    expect((await patch(second.userId, { role: 'customer' }, third)).status).toBe(409);
  });

  it('can all be appointed and dismissed by whoever runs the commands', async () => {
    const { user } = await register(shop);
    const users = shop.app.get(UsersService);

    expect(await users.setRole(user.email.toUpperCase(), 'admin')).toMatchObject({ role: 'admin' });
    expect(await users.setRole(user.email, 'admin')).toMatchObject({ role: 'admin' });
    expect(await users.setRole(founder.email, 'customer')).toMatchObject({ role: 'customer' });
    expect(await users.setRole('nobody@example.com', 'admin')).toBeNull();

    founder = await signInAs(shop, 'admin');
    await users.setRole(user.email, 'customer');
  });

  it('are never all gone, however they try in parallel', async () => {
    const admins = await Promise.all(Array.from({ length: 5 }, () => signInAs(shop, 'admin')));
    const everybody = [founder, ...admins];

    await Promise.all(
      everybody.flatMap((actor) =>
        everybody.map(({ userId }, i) =>
          patch(userId, i % 2 ? { role: 'customer' } : { disabled: true }, actor),
        ),
      ),
    );

    expect(await activeAdmins()).toBeGreaterThanOrEqual(1);
    expect((await whoAmI(shop, founder.token)).body).toMatchObject({ role: 'admin', disabled: false });
  });
});
