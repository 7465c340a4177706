import * as fc from 'fast-check';
import type { Test } from 'supertest';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs } from '../support/auth.js';

// Starting the application takes seconds on a busy machine.
jest.setTimeout(60_000);

interface Value {
  [field: string]: unknown;
}

/** The settings that share one way of being read and replaced, each with a valid value other than the built-in one. */
const SETTINGS: [name: string, other: Value][] = [
  [
    'tax',
    {
      homeCountry: 'SA',
      pricesIncludeTax: false,
      rounding: 'per_total',
      classes: { standard: 1500 },
      countries: {},
      shippingClass: 'standard',
    },
  ],
  [
    'shipping',
    {
      zones: [
        {
          name: 'Everywhere',
          countries: ['*'],
          methods: [
            {
              code: 'post',
              name: { en: 'Post' },
              rate: { kind: 'by_price', steps: [{ upToMinor: 0, priceMinor: 0 }], beyondMinor: 0 },
              estimatedDays: { min: 0, max: 0 },
              active: false,
            },
          ],
        },
        { name: 'Nowhere', countries: ['AQ'], methods: [] },
      ],
    },
  ],
];

describe.each(SETTINGS)('/v1/settings/%s', (name, other) => {
  const path = `/v1/settings/${name}`;
  let test: TestApp;
  let admin: string;
  let customer: string;

  beforeAll(async () => {
    test = await startTestApp();
    admin = (await signInAs(test, 'admin')).token;
    customer = (await signInAs(test, 'customer')).token;
  });
  afterAll(() => test.close());
  beforeEach(() => test.db.collection('settings').deleteMany({}));

  const read = () => test.http.get(path).auth(admin, { type: 'bearer' });
  /** The value goes as JSON whatever it is; left to the client, a bare text would not. */
  const replace = (value: unknown, ifMatch?: string): Test => {
    const request = test.http.put(path).auth(admin, { type: 'bearer' }).type('json');
    return (ifMatch === undefined ? request : request.set('If-Match', ifMatch)).send(JSON.stringify(value));
  };
  const stored = () => test.db.collection<{ _id: string }>('settings').findOne({ _id: name });

  it('gives the built-in value as version 0 until one is stored', async () => {
    const answer = await read().expect(200);

    expect(answer.headers['etag']).toBe('"v0"');
    expect(await stored()).toBeNull();
  });

  it('takes back what it gives', async () => {
    const { body } = await read();

    const answer = await replace(body, '"v0"').expect(200);

    expect(answer.headers['etag']).toBe('"v1"');
    expect(answer.body).toEqual(body);
    expect((await read()).body).toEqual(body);
  });

  it('stores the value with its version, time and author', async () => {
    await replace(other, '"v0"').expect(200);
    await replace(other, '"v1"').expect(200);

    expect(await stored()).toEqual({
      _id: name,
      value: other,
      version: 2,
      updatedAt: expect.any(Date),
      updatedBy: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
  });

  it('answers 304 to a client that has the current version', async () => {
    await read().set('If-None-Match', '"v0"').expect(304);
    await replace(other, '"v0"').expect(200);
    await read().set('If-None-Match', '"v0"').expect(200);
  });

  it.each([
    ['no If-Match', undefined, 428, 'request.if_match_required'],
    ['the version before', '"v0"', 412, 'request.stale_version'],
    ['a version to come', '"v2"', 412, 'request.stale_version'],
    ['a tag of its own', '"mine"', 412, 'request.stale_version'],
    ['a weak tag', 'W/"v1"', 412, 'request.stale_version'],
    ['two tags', '"v0", "v1"', 400, 'request.validation_failed'],
  ])('changes nothing for %s', async (_, ifMatch, status, code) => {
    const { body } = await read();
    await replace(body, '"v0"').expect(200);
    const before = await stored();

    const answer = await replace(other, ifMatch).expect(status);

    expect(answer.type).toBe('application/problem+json');
    expect(answer.body.code).toBe(code);
    expect(await stored()).toEqual(before);
  });

  it('replaces whatever version there is for If-Match: *', async () => {
    await replace(other, '*').expect(200);
    const answer = await replace(other, '*').expect(200);

    expect(answer.headers['etag']).toBe('"v2"');
  });

  it.each([0, 1])('lets one of 20 parallel writes on version %i win', async (version) => {
    const { body } = await read();
    if (version === 1) await replace(body, '"v0"').expect(200);

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, writer) => replace(writer % 2 ? other : body, `"v${version}"`)),
    );

    const byStatus = Object.groupBy(answers, ({ status }) => status);
    expect([byStatus[200]?.length, byStatus[412]?.length]).toEqual([1, 19]);
    expect(await stored()).toMatchObject({ version: version + 1 });
  });

  it('loses none of 20 parallel writes on any version', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => replace(other, '*')));

    const winners = answers.filter(({ status }) => status === 200);
    expect(answers.every(({ status }) => status === 200 || status === 412)).toBe(true);
    expect(new Set(winners.map(({ headers }) => headers['etag'])).size).toBe(winners.length);
    expect(await stored()).toMatchObject({ version: winners.length });
  });

  it('is closed to guests and customers', async () => {
    await test.http.get(path).expect(401);
    await test.http.put(path).set('If-Match', '*').send(other).expect(401);
    await test.http.get(path).auth(customer, { type: 'bearer' }).expect(403);
    await test.http.put(path).auth(customer, { type: 'bearer' }).set('If-Match', '*').send(other).expect(403);

    expect(await stored()).toBeNull();
  });

  it('answers 405 with the methods that there are', async () => {
    const answer = await test.http.delete(path).auth(admin, { type: 'bearer' }).expect(405);

    expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS, PUT');
  });

  it('stores any value exactly as sent or refuses it with a problem and stores nothing', async () => {
    const bases = [(await read()).body as Value, other];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...bases).chain(damaged), async (drawn) => {
        const value: unknown = JSON.parse(JSON.stringify(drawn));
        await test.db.collection('settings').deleteMany({});

        const answer = await replace(value, '*');

        if (answer.status === 200) {
          expect(answer.body).toEqual(value);
          expect((await read()).body).toEqual(value);
        } else {
          expect(answer.status).toBe(400);
          expect(answer.type).toBe('application/problem+json');
          expect(await stored()).toBeNull();
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** A value with one of its places, on any level, replaced by what does not belong there, left out, or given a field too many. */
function damaged(value: Value): fc.Arbitrary<unknown> {
  const paths = pathsOf(value);
  return fc
    .tuple(fc.constantFrom(...paths), fc.oneof(fc.constantFrom(...FOREIGN), fc.jsonValue({ maxDepth: 3 })))
    .map(([path, foreign]) => withChange(value, path, foreign));
}

const REMOVED = Symbol('left out');
const FIELD_MORE = Symbol('a field too many');
const FOREIGN: unknown[] = [
  REMOVED,
  FIELD_MORE,
  'x'.repeat(10_000),
  ...(JSON.parse(`[
    null, true, 0, -1, 1.5, 1e300, 9007199254740993, "", " ", "0", "EG", "*", [], {}, [null], [[]], [{}],
    ["EG", "EG"], ["*"], {"$gt": 0}, {"a.b": 1}, {"standard": 1}, {"length": 1}, {"then": 1}, {"toString": 1},
    {"kind": "flat"}, {"kind": "constructor"}, {"kind": ["flat"], "priceMinor": 1}, {"kind": {}}
  ]`) as unknown[]),
];

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function withChange(value: unknown, [key, ...rest]: string[], foreign: unknown): unknown {
  if (key === undefined) {
    if (foreign === FIELD_MORE) return typeof value === 'object' ? { ...value, unknown: 1 } : [value];
    return foreign === REMOVED ? [] : foreign;
  }
  const copy = structuredClone(value) as Value;
  if (rest.length === 0 && foreign === REMOVED) delete copy[key];
  else copy[key] = withChange(copy[key], rest, foreign);
  return copy;
}
