import { jest } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs, type TestUser } from '../support/auth.js';
import { fillPath, type Route, routesOf } from '../support/routes.js';

jest.setTimeout(60_000);

/** Fields of stored documents that no customer may ever set. */
const PROTECTED = [
  '_id',
  'id',
  '__v',
  'version',
  'role',
  'isAdmin',
  'userId',
  'ownerId',
  'status',
  'paymentStatus',
  'paidAt',
  'unitPriceMinor',
  'totalMinor',
  'discountMinor',
  'emailVerified',
  'passwordHash',
  'createdAt',
];
/** An error list is cut off at 20; so few at once leave room for the fields that are missing. */
const AT_ONCE = 4;

let shop: TestApp;
let admin: TestUser;
let routes: (Route & { body: NonNullable<Route['body']> })[];

beforeAll(async () => {
  shop = await startTestApp({ RATE_LIMIT_FACTOR: '100' });
  admin = await signInAs(shop, 'admin');
  routes = routesOf(shop).flatMap((route) =>
    route.body !== undefined && fieldsOf(route.body).size > 0 ? [{ ...route, body: route.body }] : [],
  );
});

afterAll(async () => {
  await shop.close();
});

function fieldsOf(dto: NonNullable<Route['body']>): Set<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return new Set(metadata.map(({ propertyName }) => propertyName));
}

describe('a request body', () => {
  it('has no protected field where customers or guests may send it', () => {
    const open = routes
      .filter(({ access }) => typeof access !== 'object')
      .flatMap(({ method, path, body }) =>
        PROTECTED.filter((field) => fieldsOf(body).has(field)).map((field) => `${method} ${path}: ${field}`),
      );

    expect(routes.length).toBeGreaterThan(15);
    expect(open).toEqual([]);
  });

  it('is refused with any protected field that it does not declare, on every route', async () => {
    const accepted: string[] = [];
    for (const route of routes) {
      const fields = PROTECTED.filter((field) => !fieldsOf(route.body).has(field));
      for (let i = 0; i < fields.length; i += AT_ONCE) {
        const sent = fields.slice(i, i + AT_ONCE);
        const response = await shop.http[route.method](fillPath(route))
          .set('Authorization', `Bearer ${admin.token}`)
          .set('If-Match', '*')
          .set('Idempotency-Key', `fields-${route.method}-${route.path.replace(/\W/g, '-')}-${i}`)
          .send(Object.fromEntries(sent.map((field) => [field, 'x'])));
        const { errors = [] } = response.body as { errors?: { pointer: string }[] };
        const refused = new Set(errors.map(({ pointer }) => pointer));
        for (const field of sent) {
          if (response.status !== 400 || !refused.has(`/${field}`)) {
            accepted.push(`${route.method} ${route.path}: ${field} (${response.status})`);
          }
        }
      }
    }

    expect(accepted).toEqual([]);
  });
});
