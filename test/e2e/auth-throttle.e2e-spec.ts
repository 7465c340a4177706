import { jest } from '@jest/globals';
import { Clock } from '../../src/common/clock/clock.js';
import { LoginThrottle } from '../../src/modules/auth/login-throttle.service.js';
import { login, newEmail, refresh, register } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TEST_PASSWORD } from '../support/auth.js';
import { stopTime } from '../support/clock.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const WRONG = 'wrong-password-1';

let shop: TestApp;
/** A second instance on the same database, as on Lambda. */
let other: TestApp;

beforeAll(async () => {
  // Every request names its network, as behind a trusted proxy.
  shop = await startTestApp({ TRUST_PROXY_HOPS: '1' });
  other = await startTestApp({ TRUST_PROXY_HOPS: '1', MONGODB_URI: shop.uri });
});

beforeEach(() => {
  // So that no wait ends by itself, however slow the machine is.
  const now = new Date();
  stopTime(shop, now);
  stopTime(other, now);
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await Promise.all([shop.close(), other.close()]);
});

/** Lets time pass for both instances. */
function advance(milliseconds: number): void {
  const later = new Date(shop.app.get(Clock).now().getTime() + milliseconds);
  stopTime(shop, later);
  stopTime(other, later);
}

let networks = 0;
/** An address that no test has used. */
function newNetwork(): string {
  networks += 1;
  return `10.${networks >> 16}.${(networks >> 8) & 255}.${networks & 255}`;
}

function loginFrom(network: string, email: string, password: string, app = shop) {
  return login(app, email, password).set('X-Forwarded-For', network);
}

/** Fails to sign in again and again until the answer is a 429; returns the statuses. */
async function failUntilRefused(network: string, email: string, apps = [shop]): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < 10 && !statuses.includes(429); i++) {
    statuses.push((await loginFrom(network, email, WRONG, apps[i % apps.length])).status);
  }
  return statuses;
}

describe('failed sign-ins of one client', () => {
  it('are slowed down after five, over all instances together', async () => {
    const { user } = await register(shop);

    const statuses = await failUntilRefused(newNetwork(), user.email, [shop, other]);

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('are slowed down in the same way where there is no account', async () => {
    const statuses = await failUntilRefused(newNetwork(), newEmail());

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('cannot be had in any greater number by trying in parallel', async () => {
    const { user } = await register(shop);
    const network = newNetwork();

    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => loginFrom(network, user.email, WRONG, i % 2 ? shop : other)),
    );

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(25);
  });

  it('refuse even the right password while the wait lasts, and say how long that is', async () => {
    const { user } = await register(shop);
    const network = newNetwork();
    await failUntilRefused(network, user.email);

    const refused = await loginFrom(network, user.email, TEST_PASSWORD);
    expect(refused.body).toMatchObject({ status: 429, code: 'request.rate_limited' });
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBe(1);
    advance(wait * SECOND_MS);

    expect((await loginFrom(network, user.email, TEST_PASSWORD)).status).toBe(200);
  });

  it('wait twice as long each time, a quarter of an hour at most', async () => {
    const email = newEmail();
    const network = newNetwork();
    await failUntilRefused(network, email);
    const waits: number[] = [];
    while (waits.length < 12) {
      const refused = await loginFrom(network, email, WRONG);
      const wait = Number(refused.headers['retry-after']);
      waits.push(wait);
      advance(wait * SECOND_MS);
      await loginFrom(network, email, WRONG).expect(401);
    }

    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('are forgotten after a success, and after a quiet day', async () => {
    const { user } = await register(shop);
    const [typist, sleeper] = [newNetwork(), newNetwork()];
    for (const password of [WRONG, WRONG, WRONG, TEST_PASSWORD])
      await loginFrom(typist, user.email, password);
    await failUntilRefused(sleeper, user.email);

    expect(await failUntilRefused(typist, user.email)).toHaveLength(6);
    advance(25 * HOUR_MS);
    expect(await failUntilRefused(sleeper, user.email)).toHaveLength(6);
  });
});

describe('an attack on one account from many networks', () => {
  async function attack(email: string): Promise<number[]> {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => loginFrom(newNetwork(), email, WRONG)),
    );
    return answers.map(({ status }) => status);
  }

  it('gets 20 guesses, then one a second and ever fewer', async () => {
    const { user } = await register(shop);

    const statuses = await attack(user.email);

    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  it('does not keep out the owner, whose network has signed in before', async () => {
    const { user } = await register(shop);
    const home = newNetwork();
    await loginFrom(home, user.email, TEST_PASSWORD).expect(200);

    await attack(user.email);

    expect((await loginFrom(home, user.email, TEST_PASSWORD)).status).toBe(200);
  });

  it('keeps an owner in a new network waiting for a minute at most', async () => {
    const { user } = await register(shop);
    await attack(user.email);
    const [throttle, hotel] = [shop.app.get(LoginThrottle), newNetwork()];
    for (let minute = 1; minute <= 10; minute++) {
      advance(60 * SECOND_MS);
      await throttle.begin(user.email, newNetwork());
    }

    const refused = await loginFrom(hotel, user.email, TEST_PASSWORD);

    expect(refused.headers['retry-after']).toBe('60');
    advance(60 * SECOND_MS);
    expect((await loginFrom(hotel, user.email, TEST_PASSWORD)).status).toBe(200);
  });
});

describe('requests of one network', () => {
  it('are counted over all instances, and told in the header fields of the draft', async () => {
    const network = newNetwork();
    const send = (app: TestApp) =>
      app.http.post('/v1/auth/forgot-password').set('X-Forwarded-For', network).send({ email: newEmail() });

    const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => send(i % 2 ? shop : other)));

    expect(answers.filter(({ status }) => status === 202)).toHaveLength(20);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(4);
    const remaining = answers.map(({ headers }) => Number(/;r=(\d+);/.exec(headers['ratelimit']!)?.[1]));
    expect(remaining.sort((a, b) => b - a)).toEqual([
      ...Array.from({ length: 20 }, (_, i) => 19 - i),
      0,
      0,
      0,
      0,
    ]);
    for (const { headers, body } of refused) {
      expect(headers['ratelimit-policy']).toBe('"mail";q=20;w=3600');
      expect(headers['ratelimit']).toBe(`"mail";r=0;t=${headers['retry-after']}`);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(3600);
      expect(body).toMatchObject({ code: 'request.rate_limited' });
    }
  });

  it('are free again in the next window', async () => {
    const network = newNetwork();
    const send = () =>
      shop.http.post('/v1/auth/forgot-password').set('X-Forwarded-For', network).send({ email: newEmail() });
    await Promise.all(Array.from({ length: 21 }, send));
    expect((await send()).status).toBe(429);

    advance(HOUR_MS);

    expect((await send()).status).toBe(202);
  });

  it('do not count for another network, and an IPv6 client has one whatever address it takes', async () => {
    const send = (network: string) =>
      shop.http.post('/v1/auth/forgot-password').set('X-Forwarded-For', network).send({ email: newEmail() });
    await Promise.all(Array.from({ length: 21 }, (_, i) => send(`2001:db8:1:1::${i.toString(16)}`)));

    expect((await send('2001:db8:1:1:ffff::1')).status).toBe(429);
    expect((await send('2001:db8:1:2::1')).status).toBe(202);
  });

  it.each([
    ['register', '/v1/auth/register', 100],
    ['login', '/v1/auth/login', 300],
    ['refresh', '/v1/auth/refresh', 600],
    ['proof', '/v1/auth/reset-password', 60],
    ['proof', '/v1/auth/verify-email', 60],
    ['mail', '/v1/auth/forgot-password', 20],
  ])('are limited for %s at %s', async (policy, path, quota) => {
    // A body that is refused counts too.
    const response = await shop.http.post(path).set('X-Forwarded-For', newNetwork()).send({});

    expect(response.status).toBe(400);
    expect(response.headers['ratelimit-policy']).toMatch(new RegExp(`^"${policy}";q=${quota};w=\\d+$`));
  });

  it('leave no address in the database', async () => {
    const network = newNetwork();
    await register(shop);
    await loginFrom(network, newEmail(), WRONG);

    const collections = await Promise.all(
      ['rate_limits', 'login_attempts'].map((name) => shop.db.collection(name).find().toArray()),
    );

    expect(JSON.stringify(collections)).not.toMatch(new RegExp(`${network}|@example`));
  });
});

describe('RATE_LIMIT_FACTOR', () => {
  it('multiplies the quotas', async () => {
    const tight = await startTestApp({ RATE_LIMIT_FACTOR: '0.05' });
    const { refreshToken } = await register(tight);

    const response = await refresh(tight, refreshToken);

    expect(response.headers['ratelimit-policy']).toBe('"refresh";q=30;w=900');
    await tight.close();
  });
});
