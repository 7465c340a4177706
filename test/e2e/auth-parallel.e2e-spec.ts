import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs, type TestUser } from '../support/auth.js';

describe('requests at the same time', () => {
  let test: TestApp;
  let users: TestUser[];
  beforeAll(async () => {
    test = await startTestApp();
    await test.http.get('/health/ready').expect(200);
    users = await Promise.all(Array.from({ length: 8 }, () => signInAs(test, 'customer')));
  });
  afterAll(() => test.close());

  it('are each answered as the user who sent them', async () => {
    const requests = Array.from({ length: 80 }, (_, n) => users[n % users.length]!);

    const answers = await Promise.all(
      requests.map(({ token }) => test.http.get('/v1/users/me').set('Authorization', `Bearer ${token}`)),
    );

    expect(answers.map(({ body }) => (body as { id: string }).id)).toEqual(
      requests.map(({ userId }) => userId),
    );
  });
});
