import { jest } from '@jest/globals';
import { type AuthBody, refresh, register, whoAmI } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { moveTime } from '../support/clock.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;

let shop: TestApp;

beforeAll(async () => {
  shop = await startTestApp();
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await shop.close();
});

/** The refresh tokens among these that can still be exchanged, tried out by a client that got none of them. */
async function liveTokens(tokens: string[]): Promise<string[]> {
  const live: string[] = [];
  for (const token of tokens) {
    if ((await refresh(shop, token, 'checker')).status === 200) live.push(token);
  }
  return live;
}

describe('POST /v1/auth/refresh', () => {
  it('exchanges the token for a new pair and keeps the session', async () => {
    const first = await register(shop);

    const response = await refresh(shop, first.refreshToken).expect(200);

    const next = response.body as AuthBody;
    expect(next).toMatchObject({ user: first.user, expiresIn: 900 });
    expect(next.refreshToken).not.toBe(first.refreshToken);
    await whoAmI(shop, next.accessToken).expect(200);
    // The access token before belongs to the same session and lives until it expires.
    await whoAmI(shop, first.accessToken).expect(200);
  });

  it('goes on for many generations', async () => {
    let { refreshToken } = await register(shop);
    for (let generation = 0; generation < 10; generation++) {
      const response = await refresh(shop, refreshToken);
      expect(response.status).toBe(200);
      ({ refreshToken } = response.body as AuthBody);
    }
  });

  it.each([1, 2, 3])('leaves one live token after 20 parallel exchanges, round %i', async () => {
    const { refreshToken } = await register(shop);

    const responses = await Promise.all(Array.from({ length: 20 }, () => refresh(shop, refreshToken)));

    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    const successors = new Set(responses.map(({ body }) => (body as AuthBody).refreshToken));
    expect(successors.size).toBe(1);
    expect(await liveTokens([...successors])).toEqual([...successors]);
  });

  it('gives the same client the same successor again within ten seconds', async () => {
    const { refreshToken } = await register(shop);
    const first = (await refresh(shop, refreshToken)).body as AuthBody;
    moveTime(shop, 9_000);

    const again = (await refresh(shop, refreshToken).expect(200)).body as AuthBody;

    expect(again.refreshToken).toBe(first.refreshToken);
    await refresh(shop, again.refreshToken).expect(200);
  });

  it.each([
    ['after ten seconds', 10_000, 'phone'],
    ['by another client', 1_000, 'thief'],
  ])('ends the session when a used token comes back %s', async (_, later, userAgent) => {
    const { refreshToken } = await register(shop);
    const next = (await refresh(shop, refreshToken)).body as AuthBody;
    moveTime(shop, later);

    const reuse = await refresh(shop, refreshToken, userAgent).expect(401);

    expect(reuse.body).toMatchObject({ code: 'auth.refresh_token_reused' });
    await refresh(shop, next.refreshToken).expect(401);
    await whoAmI(shop, next.accessToken).expect(401);
  });

  it('ends the session when a token of two generations ago comes back, even at once', async () => {
    const { refreshToken } = await register(shop);
    const second = (await refresh(shop, refreshToken)).body as AuthBody;
    const third = (await refresh(shop, second.refreshToken)).body as AuthBody;

    const reuse = await refresh(shop, refreshToken);

    expect(reuse.body).toMatchObject({ status: 401, code: 'auth.refresh_token_reused' });
    await refresh(shop, third.refreshToken).expect(401);
  });

  it('leaves at most one live token, and after a theft none, whatever the order of exchanges', async () => {
    const { refreshToken } = await register(shop);
    const owner = (await refresh(shop, refreshToken, 'owner')).body as AuthBody;

    const racing = await Promise.all([
      refresh(shop, refreshToken, 'thief'),
      refresh(shop, owner.refreshToken, 'owner'),
      refresh(shop, refreshToken, 'thief'),
    ]);

    const given = racing.flatMap(({ status, body }) =>
      status === 200 ? [(body as AuthBody).refreshToken] : [],
    );
    expect(await liveTokens([refreshToken, owner.refreshToken, ...given])).toEqual([]);
  });

  it('does not let an invented token end the session whose ids it names', async () => {
    const { refreshToken } = await register(shop);
    const ids = refreshToken.slice(0, 32);

    const forged = await refresh(shop, `${ids}${'A'.repeat(64)}`).expect(401);

    expect(forged.body).toMatchObject({ code: 'auth.invalid_refresh_token' });
    await refresh(shop, refreshToken).expect(200);
  });

  it('ends 30 days after the sign-in, however often the token was exchanged', async () => {
    const first = await register(shop);
    moveTime(shop, 29 * DAY_MS);
    const late = (await refresh(shop, first.refreshToken).expect(200)).body as AuthBody;
    moveTime(shop, 30 * DAY_MS + 60_000);

    const tooLate = await refresh(shop, late.refreshToken);

    expect(tooLate.body).toMatchObject({ status: 401, code: 'auth.invalid_refresh_token' });
    await whoAmI(shop, late.accessToken).expect(401);
  });

  it('ignores an access token in the header, which has usually just expired', async () => {
    const { refreshToken } = await register(shop);

    const response = await refresh(shop, refreshToken).set('Authorization', 'Bearer expired');

    expect(response.status).toBe(200);
  });

  it.each([[''], ['x'.repeat(513)], [null], [{ $ne: '' }], [['a']]])(
    'refuses the token %j',
    async (token) => {
      const response = await shop.http.post('/v1/auth/refresh').send({ refreshToken: token });

      expect(response.status).toBe(400);
    },
  );

  it.each(['A'.repeat(96), 'A'.repeat(95), 'not a token', '../../etc/passwd'])(
    'does not know the token %s',
    async (token) => {
      const response = await refresh(shop, token);

      expect(response.body).toMatchObject({ status: 401, code: 'auth.invalid_refresh_token' });
    },
  );
});
