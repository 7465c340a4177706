import { jest } from '@jest/globals';
import { Clock } from '../../src/common/clock/clock.js';
import { UserWorker } from '../../src/modules/users/index.js';
import { SweeperService } from '../../src/modules/sweeper/index.js';
import { type AuthBody, login, newEmail, refresh, register, whoAmI } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TEST_PASSWORD } from '../support/auth.js';
import { moveTime } from '../support/clock.js';
import { type Mailbox, startMailbox, tokenIn } from '../support/mailbox.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

const NEW_PASSWORD = 'an-even-better-battery';
const MINUTE_MS = 60_000;

let mailbox: Mailbox;
let shop: TestApp;

beforeAll(async () => {
  mailbox = await startMailbox();
  shop = await startTestApp({ MAIL_URL: mailbox.url, STOREFRONT_URL: 'https://shop.example/en/' });
});

afterEach(() => {
  jest.restoreAllMocks();
  mailbox.refuseWith(null);
});

afterAll(async () => {
  await shop.close();
  await mailbox.close();
});

function forgot(email: string) {
  return shop.http.post('/v1/auth/forgot-password').send({ email });
}

function reset(token: string, password = NEW_PASSWORD) {
  return shop.http.post('/v1/auth/reset-password').send({ token, password });
}

function verify(token: string) {
  return shop.http.post('/v1/auth/verify-email').send({ token });
}

async function sweep(): Promise<void> {
  await shop.app.get(SweeperService).run({ deadline: shop.app.get(Clock).in(10_000) });
}

/** Registers and takes the mail that this sends. */
async function registerAndVerify(overrides: Record<string, unknown> = {}): Promise<AuthBody> {
  const account = await register(shop, overrides);
  await verify(tokenIn(await mailbox.mailTo(account.user.email))).expect(204);
  return account;
}

/** The token of the link in the newest mail after so many others. */
async function resetToken(email: string, n: number): Promise<string> {
  await mailbox.mailTo(email, n - 1);
  await forgot(email).expect(202);
  return tokenIn(await mailbox.mailTo(email, n));
}

describe('the mail after registering', () => {
  it.each([
    ['ar', 'rtl', /تأكيد بريدك/],
    ['en', 'ltr', /Confirm your/],
  ])('is written in %s and leads to the storefront', async (locale, direction, subject) => {
    const { user } = await register(shop, { locale });

    const mail = await mailbox.mailTo(user.email);

    expect(mail.from?.address).toBe('shop@example.com');
    expect(mail.subject).toMatch(subject);
    expect(mail.html).toContain(`dir="${direction}"`);
    expect(mail.text).toMatch(/https:\/\/shop\.example\/en\/verify-email#token=[\w-]+\.[\w-]+\.[\w-]+\n/);
    expect(mail.messageId).toMatch(/^<[0-9a-f]{24}@example\.com>$/);
  });

  it('holds nothing that was typed by whoever registered the address', async () => {
    const { user } = await register(shop, { firstName: 'https://evil.example', lastName: 'Canary' });

    const mail = await mailbox.mailTo(user.email);

    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/evil|Canary/);
  });

  it('verifies the address, also when the link is followed twice', async () => {
    const { user, accessToken } = await register(shop);
    const token = tokenIn(await mailbox.mailTo(user.email));

    await verify(token).expect(204);
    await verify(token).expect(204);

    const { body } = await whoAmI(shop, accessToken);
    expect(body).toMatchObject({ emailVerified: true, pendingEmail: null });
  });

  it('can be had again, which makes the link before void', async () => {
    const { user, accessToken } = await register(shop);
    const first = tokenIn(await mailbox.mailTo(user.email));
    await shop.http
      .post('/v1/auth/resend-verification')
      .set('Authorization', `Bearer ${accessToken}`)
      .expect(202);
    const second = tokenIn(await mailbox.mailTo(user.email, 2));

    expect((await verify(first)).body).toMatchObject({ status: 400, code: 'auth.invalid_token' });
    await verify(second).expect(204);
  });

  it('is not sent again to a verified address', async () => {
    const { user, accessToken } = await registerAndVerify();

    await shop.http.post('/v1/auth/resend-verification').set('Authorization', `Bearer ${accessToken}`);

    const stored = await shop.db.collection('users').findOne({ email: user.email });
    expect(stored).toMatchObject({ outbox: [] });
  });
});

describe('POST /v1/auth/forgot-password', () => {
  it('answers alike whether or not the address has an account', async () => {
    const { user } = await register(shop);

    const [known, unknown] = await Promise.all([forgot(user.email), forgot(newEmail())]);

    expect({ status: known.status, body: known.text }).toEqual({ status: 202, body: '' });
    expect({ status: unknown.status, body: unknown.text }).toEqual({ status: 202, body: '' });
    const headers = [known, unknown].map((response) => Object.keys(response.headers).sort());
    expect(headers[1]).toEqual(headers[0]);
  });

  it('sends one mail when asked many times at once', async () => {
    const { user } = await registerAndVerify();

    await Promise.all(Array.from({ length: 5 }, () => forgot(user.email).expect(202)));
    await mailbox.mailTo(user.email, 2);
    await sweep();

    expect(mailbox.mails.filter(({ to }) => to?.[0]?.address === user.email)).toHaveLength(2);
  });
});

describe('POST /v1/auth/reset-password', () => {
  it('sets the password, ends every session, verifies the address and says so by mail', async () => {
    const { user, accessToken, refreshToken } = await register(shop, { locale: 'en' });
    const token = await resetToken(user.email, 2);

    await reset(token).expect(204);

    await whoAmI(shop, accessToken).expect(401);
    await refresh(shop, refreshToken).expect(401);
    await login(shop, user.email).expect(401);
    const { body } = await login(shop, user.email, NEW_PASSWORD).expect(200);
    expect(body).toMatchObject({ user: { emailVerified: true } });
    expect((await mailbox.mailTo(user.email, 3)).subject).toBe('Your password was changed');
  });

  it('lets one of many parallel uses of a link through', async () => {
    const { user } = await register(shop);
    const token = await resetToken(user.email, 2);

    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => reset(token, `${NEW_PASSWORD}-${i}`)),
    );

    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([204, 400, 400, 400, 400]);
    const winner = answers.findIndex(({ status }) => status === 204);
    await login(shop, user.email, `${NEW_PASSWORD}-${winner}`).expect(200);
  });

  it('leaves the link good when the password is refused', async () => {
    const { user } = await register(shop);
    const token = await resetToken(user.email, 2);

    const refused = await reset(token, 'password1234');

    expect(refused.body).toMatchObject({ status: 400, errors: [{ pointer: '/password' }] });
    await reset(token).expect(204);
  });

  it('refuses the link after an hour, and once there is a newer one', async () => {
    const { user } = await register(shop);
    const first = await resetToken(user.email, 2);
    moveTime(shop, 2 * MINUTE_MS);
    const second = await resetToken(user.email, 3);

    expect((await reset(first)).status).toBe(400);
    moveTime(shop, 63 * MINUTE_MS);
    expect((await reset(second)).status).toBe(400);
    await login(shop, user.email).expect(200);
  });

  it('refuses the link once the password has been changed otherwise', async () => {
    const { user, accessToken } = await register(shop);
    const token = await resetToken(user.email, 2);
    await shop.http
      .post('/v1/auth/change-password')
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ currentPassword: TEST_PASSWORD, newPassword: 'yet-another-battery-1' })
      .expect(204);

    expect((await reset(token)).status).toBe(400);
  });

  it('takes no token of another kind', async () => {
    const { user, accessToken, refreshToken } = await register(shop);
    const verification = tokenIn(await mailbox.mailTo(user.email));

    for (const token of [verification, accessToken, refreshToken, 'x', `${verification}x`]) {
      expect((await reset(token)).body).toMatchObject({ status: 400, code: 'auth.invalid_token' });
    }
    const resetting = await resetToken(user.email, 2);
    for (const token of [resetting, accessToken]) {
      expect((await verify(token)).body).toMatchObject({ status: 400, code: 'auth.invalid_token' });
    }
    await whoAmI(shop, resetting).expect(401);
  });
});

describe('POST /v1/auth/change-password', () => {
  function change(accessToken: string, currentPassword: string, newPassword = NEW_PASSWORD) {
    return shop.http
      .post('/v1/auth/change-password')
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ currentPassword, newPassword });
  }

  it('keeps this session and ends the others', async () => {
    const { user, accessToken, refreshToken } = await register(shop);
    const other = (await login(shop, user.email)).body as AuthBody;

    await change(accessToken, TEST_PASSWORD).expect(204);

    expect((await refresh(shop, refreshToken)).status).toBe(200);
    await whoAmI(shop, other.accessToken).expect(401);
    await refresh(shop, other.refreshToken).expect(401);
    await login(shop, user.email, NEW_PASSWORD).expect(200);
  });

  it('needs the current password', async () => {
    const { user, accessToken } = await register(shop);

    const answer = await change(accessToken, 'wrong-password-1');

    expect(answer.body).toMatchObject({ status: 422, code: 'users.wrong_password' });
    await login(shop, user.email).expect(200);
  });

  it('refuses a password that others could guess', async () => {
    const { user, accessToken } = await register(shop);

    const answer = await change(accessToken, TEST_PASSWORD, `${user.email}1`);

    expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer: '/newPassword' }] });
  });

  it('lets a thief of an access token try ten passwords', async () => {
    const { accessToken } = await register(shop);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await change(accessToken, `wrong-password-${i}`)).status);

    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
  });
});

describe('a mail', () => {
  it('is sent later when the server is down, with the same Message-ID, and once', async () => {
    const { user } = await registerAndVerify();
    mailbox.refuseWith(451);
    await forgot(user.email).expect(202);
    await shop.app.get(UserWorker).settled();
    const [entry] = (await shop.db.collection('users').findOne({ email: user.email }))!['outbox'];
    mailbox.refuseWith(null);

    moveTime(shop, 2 * MINUTE_MS);
    await sweep();
    await sweep();

    const mail = await mailbox.mailTo(user.email, 2);
    expect(mail.messageId).toBe(`<${entry.id}@example.com>`);
    expect(mailbox.mails.filter(({ to }) => to?.[0]?.address === user.email)).toHaveLength(2);
    expect((await reset(tokenIn(mail))).status).toBe(204);
  });

  it('is given up when the server refuses it for good', async () => {
    const { user } = await registerAndVerify();
    mailbox.refuseWith(550);
    await forgot(user.email).expect(202);
    await shop.app.get(UserWorker).settled();

    moveTime(shop, 2 * MINUTE_MS);
    await sweep();

    const stored = await shop.db.collection('users').findOne({ email: user.email });
    expect(stored).toMatchObject({ outbox: [] });
  });

  it('is given up when its link has expired', async () => {
    const { user } = await registerAndVerify();
    mailbox.refuseWith(451);
    await forgot(user.email).expect(202);
    await shop.app.get(UserWorker).settled();
    mailbox.refuseWith(null);

    moveTime(shop, 62 * MINUTE_MS);
    await sweep();

    expect(mailbox.mails.filter(({ to }) => to?.[0]?.address === user.email)).toHaveLength(1);
    expect(await shop.db.collection('users').findOne({ email: user.email })).toMatchObject({ outbox: [] });
  });

  it('is sent once by many sweepers at the same time', async () => {
    const { user } = await registerAndVerify();
    mailbox.refuseWith(451);
    await forgot(user.email).expect(202);
    await shop.app.get(UserWorker).settled();
    mailbox.refuseWith(null);

    moveTime(shop, 2 * MINUTE_MS);
    await Promise.all(Array.from({ length: 5 }, sweep));

    expect(mailbox.mails.filter(({ to }) => to?.[0]?.address === user.email)).toHaveLength(2);
  });
});
