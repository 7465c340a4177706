import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { setupDocs } from '../../src/openapi/setup-docs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInAs } from '../support/auth.js';

const PROBLEM = 'application/problem+json';
const REGISTRATION = {
  email: 'mona@example.com',
  password: 'correct-horse-battery-staple',
  firstName: 'Mona',
  lastName: 'Hassan',
};

describe('the HTTP contract', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ CORS_ORIGINS: 'https://shop.example' }, setupDocs);
    await test.http.get('/health/ready').expect(200);
  });
  afterAll(() => test.close());

  /** Sends bytes that no client library would. */
  async function send(
    body: string | Buffer,
    headers: Record<string, string> = { 'Content-Type': 'application/json' },
    path = '/v1/auth/register',
  ) {
    const response = await fetch(test.url + path, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      headers,
    });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text,
      headers: response.headers,
    };
  }

  describe('hostile bodies get a small problem document and never a 500', () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    it.each<[string, string | Buffer, Record<string, string> | undefined, number, string]>([
      ['JSON that is cut off', '{"email":', undefined, 400, 'request.malformed_body'],
      [
        'JSON nested 50,000 deep',
        '['.repeat(50_000) + ']'.repeat(50_000),
        undefined,
        400,
        'request.malformed_body',
      ],
      ['JSON nested 10,000 deep', deep(10_000), undefined, 400, 'request.malformed_body'],
      ['JSON nested 3,000 deep', deep(3_000), undefined, 400, 'request.malformed_body'],
      [
        '9,000 unknown keys',
        JSON.stringify(Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`k${n}`, 1]))),
        undefined,
        400,
        'request.malformed_body',
      ],
      [
        '3,000 unknown keys',
        JSON.stringify(Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`k${n}`, 1]))),
        undefined,
        400,
        'request.validation_failed',
      ],
      [
        'a gzip bomb',
        gzipSync(Buffer.alloc(50_000_000, ' ')),
        { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
        413,
        'request.body_too_large',
      ],
      [
        'a body of 1 MB',
        JSON.stringify({ a: 'x'.repeat(1_000_000) }),
        undefined,
        413,
        'request.body_too_large',
      ],
      ['an own __proto__ key', '{"__proto__":{"isAdmin":true}}', undefined, 400, 'request.malformed_body'],
      ['a constructor key', '{"constructor":{"prototype":{}}}', undefined, 400, 'request.malformed_body'],
      ['a control character', '{"email":"a\\u0000b@example.com"}', undefined, 400, 'request.malformed_body'],
      ['a list where an object is due', '[1,2]', undefined, 400, 'request.validation_failed'],
      ['a bare string', '"hello"', undefined, 400, 'request.malformed_body'],
      ['null', 'null', undefined, 400, 'request.malformed_body'],
      ['nothing', '', undefined, 400, 'request.validation_failed'],
      ['text', 'hello', { 'Content-Type': 'text/plain' }, 415, 'request.unsupported_media_type'],
      ['XML', '<a/>', { 'Content-Type': 'application/xml' }, 415, 'request.unsupported_media_type'],
      [
        'an unknown charset',
        '{}',
        { 'Content-Type': 'application/json; charset=klingon' },
        415,
        'request.unsupported_charset',
      ],
      [
        'an unknown encoding',
        '{}',
        { 'Content-Type': 'application/json', 'Content-Encoding': 'rot13' },
        415,
        'request.unsupported_encoding',
      ],
    ])('%s', async (_, body, headers, status, code) => {
      const answer = await send(body, headers);

      expect({ status: answer.status, type: answer.type }).toEqual({
        status,
        type: expect.stringContaining(PROBLEM) as string,
      });
      expect(JSON.parse(answer.text)).toMatchObject({ status, code, instance: '/v1/auth/register' });
      expect(answer.text.length).toBeLessThan(10_000);
    });

    it('names each wrong field by its pointer', async () => {
      const { body } = await test.http
        .post('/v1/auth/register')
        .send({ ...REGISTRATION, email: 'no address', role: 'admin' })
        .expect(400);

      expect(body).toMatchObject({
        code: 'request.validation_failed',
        errors: expect.arrayContaining([
          expect.objectContaining({ pointer: '/email' }),
          expect.objectContaining({ pointer: '/role' }),
        ]) as unknown,
      });
    });
  });

  describe('methods, paths and media types', () => {
    it('answers a wrong method with 405 and what is allowed', async () => {
      const answer = await test.http.put('/v1/carts').send({});
      expect(answer).toMatchObject({
        status: 405,
        type: PROBLEM,
        body: { code: 'request.method_not_allowed' },
      });
      expect(answer.headers['allow']).toBe('OPTIONS, POST');
    });

    it.each(['/v1/nothing', '/nothing', '/v2/products', '/v1/products/a/b/c'])(
      'answers the unknown path %s with a 404 problem',
      async (path) => {
        expect(await test.http.get(path)).toMatchObject({
          status: 404,
          type: PROBLEM,
          body: { code: 'route.not_found', instance: path },
        });
      },
    );

    it('answers a path that is no URL encoding with 400', async () => {
      const response = await fetch(`${test.url}/v1/products/%E0%A4%A`);
      expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
        status: 400,
        type: expect.stringContaining(PROBLEM) as string,
      });
    });

    it('answers a client that takes no JSON with 406', async () => {
      expect(await test.http.get('/v1/products').set('Accept', 'text/html')).toMatchObject({
        status: 406,
        type: PROBLEM,
        body: { code: 'request.not_acceptable' },
      });
    });

    it.each([
      ['a word', 'not-an-id'],
      ['too short', '665f1c2e9b1e8a00123456'],
      ['an operator', '{"$ne":null}'],
      ['5 KB long', '0'.repeat(5_000)],
    ])('refuses an id that is none: %s', async (_, id) => {
      expect(await test.http.get(`/v1/orders/${encodeURIComponent(id)}`)).toMatchObject({
        status: 400,
        type: PROBLEM,
        body: { code: 'request.validation_failed' },
      });
    });

    it.each([
      '?limit=0',
      '?limit=101',
      '?limit=ten',
      '?limit=1&limit=2',
      '?cursor=garbage',
      '?price[$gt]=1',
      '?x=1',
    ])('refuses the query %s of a list', async (query) => {
      expect(await test.http.get(`/v1/products${query}`)).toMatchObject({
        status: 400,
        type: PROBLEM,
        body: { code: 'request.validation_failed' },
      });
    });
  });

  describe('every answer', () => {
    it('carries the request id that the client sent, in header and problem', async () => {
      const answer = await test.http.get('/v1/nothing').set('X-Request-Id', 'client-4711');
      expect(answer.headers['x-request-id']).toBe('client-4711');
      expect(answer.body).toMatchObject({ requestId: 'client-4711' });
    });

    it.each([
      ['with a space', 'a b'],
      ['of 300 characters', 'x'.repeat(300)],
      ['that is markup', '<script>'],
    ])('replaces a request id %s', async (_, id) => {
      const answer = await test.http.get('/health/live').set('X-Request-Id', id);
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('has the security headers and does not say what it is made of', async () => {
      const { headers } = await test.http.get('/v1/products').expect(200);
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': expect.stringContaining('max-age=31536000') as string,
      });
      expect(headers['x-powered-by']).toBeUndefined();
    });

    it('is readable for the configured origin only', async () => {
      const ours = await test.http.get('/v1/products').set('Origin', 'https://shop.example');
      const other = await test.http.get('/v1/products').set('Origin', 'https://evil.example');
      expect(ours.headers['access-control-allow-origin']).toBe('https://shop.example');
      expect(other.headers['access-control-allow-origin']).toBeUndefined();
    });
  });

  describe('documentation', () => {
    it('serves an OpenAPI 3.1 document that names every route of the application', async () => {
      const { body } = await test.http.get('/openapi.json').expect(200);
      const { openapi, paths } = body as { openapi: string; paths: Record<string, Record<string, unknown>> };
      expect(openapi).toBe('3.1.0');
      const described = Object.entries(paths).flatMap(([path, item]) =>
        Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
      );
      expect(described.toSorted()).toEqual(routesOf(test).toSorted());
    });

    it('is the document that stands in openapi.json (npm run openapi)', async () => {
      const { body } = await test.http.get('/openapi.json').expect(200);
      expect(body).toEqual(JSON.parse(await readFile('openapi.json', 'utf8')));
    });

    it('serves Swagger UI', async () => {
      const answer = await test.http.get('/docs').expect(200);
      expect(answer.text).toContain('swagger-ui');
    });
  });

  it('tells staff and strangers apart: a wrong token is 401 with WWW-Authenticate, a wrong role 403', async () => {
    const { token } = await signInAs(test, 'customer');
    const anonymous = await test.http.get('/v1/inventory/X');
    expect(anonymous).toMatchObject({ status: 401, type: PROBLEM, body: { code: 'auth.unauthenticated' } });
    expect(anonymous.headers['www-authenticate']).toBe('Bearer');
    const customer = await test.http.get('/v1/inventory/X').set('Authorization', `Bearer ${token}`);
    expect(customer).toMatchObject({ status: 403, type: PROBLEM, body: { code: 'auth.forbidden' } });
  });
});

/** The routes that Express knows, as `METHOD /path/:parameter`. */
function routesOf({ app }: TestApp): string[] {
  interface Layer {
    route?: { path: string; methods: Record<string, boolean> };
  }
  const { stack } = (app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } }).router;
  const routes = stack.flatMap(({ route }) =>
    route === undefined || !/^\/(v1|health)\//.test(`${route.path}/`)
      ? []
      : Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`),
  );
  // A route with a middleware of its own stands there twice.
  return [...new Set(routes)];
}
