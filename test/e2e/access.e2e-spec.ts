import { jest } from '@jest/globals';
import { type AuthBody, login } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs } from '../support/auth.js';
import { fillPath, type Route, routesOf } from '../support/routes.js';

jest.setTimeout(60_000);

let shop: TestApp;
let routes: Route[];

beforeAll(async () => {
  shop = await startTestApp({ RATE_LIMIT_FACTOR: '100' });
  routes = routesOf(shop);
});

afterAll(async () => {
  await shop.close();
});

/** What the guards say to a caller; other refusals are the route's own business. */
type Verdict = 'unauthenticated' | 'forbidden' | 'let in' | 'failed';

async function call(route: Route, token?: string): Promise<Verdict> {
  const request = shop.http[route.method](fillPath(route));
  if (token !== undefined) request.set('Authorization', `Bearer ${token}`);
  // Without a body, since each route decides on the type of its own only after the guards.
  const response = await request;
  const { code } = response.body as { code?: string };
  if (response.status === 500) return 'failed';
  if (code === 'auth.unauthenticated') return 'unauthenticated';
  return code === 'auth.forbidden' ? 'forbidden' : 'let in';
}

/** The routes on which the verdict is not the expected one. */
async function surprises(
  expected: (route: Route) => Verdict,
  tokenFor: (route: Route) => Promise<string | undefined>,
): Promise<string[]> {
  const found: string[] = [];
  for (const route of routes) {
    const verdict = await call(route, await tokenFor(route));
    if (verdict !== expected(route)) found.push(`${route.method} ${route.path}: ${verdict}`);
  }
  return found;
}

/** A token of that role, a new one after each route that ends sessions. */
function tokensOf(role: 'customer' | 'admin') {
  let token: string | undefined;
  return async ({ method, path }: Route): Promise<string> => {
    token ??= (await signInAs(shop, role)).token;
    const current = token;
    if (path.endsWith('/logout-all') || (method === 'delete' && path.endsWith('/users/me')))
      token = undefined;
    return current;
  };
}

function needsToken({ access }: Route): boolean {
  return access !== 'anonymous' && access !== 'public';
}

function isForAdmins({ access }: Route): boolean {
  return typeof access === 'object' && !access.roles.includes('customer');
}

describe('every route', () => {
  it('says who may call it', () => {
    const unmarked = routes.filter(({ access }) => access === undefined);

    expect(routes.length).toBeGreaterThan(40);
    expect(unmarked.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('lets a caller without a token in only where it is open', async () => {
    const found = await surprises(
      (route) => (needsToken(route) ? 'unauthenticated' : 'let in'),
      () => Promise.resolve(undefined),
    );

    expect(found).toEqual([]);
  });

  it('lets a customer in except where it is for admins', async () => {
    const found = await surprises(
      (route) => (isForAdmins(route) ? 'forbidden' : 'let in'),
      tokensOf('customer'),
    );

    expect(found).toEqual([]);
  });

  it('lets an admin in', async () => {
    expect(await surprises(() => 'let in', tokensOf('admin'))).toEqual([]);
  });

  it('refuses a token whose session has ended, unless it looks at none', async () => {
    const { email } = await signInAs(shop, 'admin');
    const { accessToken, refreshToken } = (await login(shop, email)).body as AuthBody;
    await shop.http.post('/v1/auth/logout').send({ refreshToken }).expect(204);

    const found = await surprises(
      ({ access }) => (access === 'anonymous' ? 'let in' : 'unauthenticated'),
      () => Promise.resolve(accessToken),
    );

    expect(found).toEqual([]);
  });
});
