import { jest } from '@jest/globals';
import { UserWorker } from '../../src/modules/users/index.js';
import { type AuthBody, login, refresh, register } from '../support/accounts.js';
import { startTestApp } from '../support/app.js';
import { type Mailbox, startMailbox, tokenIn } from '../support/mailbox.js';

// Each sign-in hashes, on a machine that does other work too.
jest.setTimeout(60_000);

const PASSWORD = 'canary-password-one';
const NEW_PASSWORD = 'canary-password-two';
const CANARY = /canary/i;

let mailbox: Mailbox;

beforeAll(async () => {
  mailbox = await startMailbox();
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await mailbox.close();
});

/** From now on keeps what the process writes, in place of writing it. */
function captureOutput(): string[] {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((chunk: string | Uint8Array) => {
      written.push(String(chunk));
      return true;
    });
  }
  return written;
}

describe('the log', () => {
  it('holds no address, name, password or token, whatever an account goes through', async () => {
    const written = captureOutput();
    const shop = await startTestApp({ MAIL_URL: mailbox.url, LOG_LEVEL: 'verbose' });
    const email = 'canary@example.com';
    const names = { firstName: 'Canaryfirst', lastName: 'Canarylast', phone: '+209990001112' };
    const first = await register(shop, { email, password: PASSWORD, ...names });
    const verification = tokenIn(await mailbox.mailTo(email));
    await shop.http.post('/v1/auth/verify-email').send({ token: verification }).expect(204);
    await login(shop, email, `${PASSWORD}x`).expect(401);
    const second = (await login(shop, email, PASSWORD).expect(200)).body as AuthBody;
    const third = (await refresh(shop, second.refreshToken).expect(200)).body as AuthBody;
    await refresh(shop, second.refreshToken, 'thief').expect(401);
    const authorization = `Bearer ${first.accessToken}`;
    await shop.http
      .post('/v1/users/me/addresses')
      .set('Authorization', authorization)
      .send({ ...names, line1: 'Canarystreet 1', city: 'Cairo', country: 'EG' })
      .expect(201);
    await shop.http.patch('/v1/users/me').set('Authorization', authorization).send({ email: 'canary' });
    mailbox.refuseWith(550);
    await shop.http.post('/v1/auth/forgot-password').send({ email }).expect(202);
    await shop.app.get(UserWorker).settled();
    await shop.http
      .post('/v1/auth/change-password')
      .set('Authorization', authorization)
      .send({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD })
      .expect(204);
    await shop.http.delete('/v1/users/me').set('Authorization', authorization).expect(204);
    // Waits for the work that the requests left behind.
    await shop.close();

    const log = written.join('');
    jest.restoreAllMocks();
    expect(log).toContain('A refresh token was used twice');
    expect(log).toContain('An effect of a change of a user failed');
    expect(log).not.toMatch(CANARY);
    for (const secret of [names.phone, verification, ...[first, second, third].flatMap(tokensOf)]) {
      expect(log).not.toContain(secret);
    }
  });
});

function tokensOf({ accessToken, refreshToken }: AuthBody): string[] {
  return [accessToken, refreshToken];
}
