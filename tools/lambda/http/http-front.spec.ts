import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { LambdaFunction } from '../runtime/lambda-function.ts';
import { startHttpFront, type HttpFront } from './http-front.ts';

jest.setTimeout(60_000);

/** Gives back the event as text, or does what the query says. */
const FUNCTION = `
export const handler = async (event) => {
  const { mode, ms } = event.queryStringParameters ?? {};
  if (mode === 'fail') throw new Error('boom');
  if (mode === 'exit') process.exit(1);
  if (mode === 'wait') await new Promise((resolve) => setTimeout(resolve, Number(ms)));
  if (mode === 'pid') return { statusCode: 200, body: String(process.pid) };
  if (mode === 'binary') return { statusCode: 200, headers: { 'content-type': 'image/png' }, body: 'iVBORw0KGgo=', isBase64Encoded: true };
  if (mode === 'cookies') return { statusCode: 302, headers: { location: '/next' }, cookies: ['a=1; Path=/', 'b=2'], body: '' };
  if (mode === 'plain') return { hello: 'world' };
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
};`;

let folder: string;
let lambda: LambdaFunction;
let front: HttpFront;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-front-'));
  await writeFile(join(folder, 'lambda.mjs'), FUNCTION);
  lambda = new LambdaFunction({ folder, handler: 'lambda.handler', environment: {}, timeoutMs: 10_000 }, 2);
  front = await startHttpFront(lambda);
});

afterAll(async () => {
  await front.close();
  await lambda.stop();
  await rm(folder, { recursive: true });
});

async function eventOf(path: string, init?: RequestInit): Promise<APIGatewayProxyEventV2> {
  const response = await fetch(front.url + path, init);
  return (await response.json()) as APIGatewayProxyEventV2;
}

/** Sends header lines as they are; fetch would join them. */
function getWithHeaders(path: string, headers: string[]): Promise<APIGatewayProxyEventV2> {
  return new Promise((resolve, reject) => {
    request(front.url + path, { headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(JSON.parse(text) as APIGatewayProxyEventV2));
    })
      .on('error', reject)
      .end();
  });
}

describe('the event', () => {
  it('has the query exactly as it was sent', async () => {
    const query = 'hmac=ab%2Bcd&order=1&order=2&empty=&source_data.pan=2346&is_3d=true&x=%D9%82%D9%85&y=a+b';

    const event = await eventOf(`/v1/payments/paymob/return?${query}`);

    expect(event.rawQueryString).toBe(query);
    expect(event.queryStringParameters).toMatchObject({ order: '1,2', hmac: 'ab+cd', y: 'a b' });
  });

  it('has the path decoded, as HTTP APIs hand it on', async () => {
    const event = await eventOf('/v1/products/%D9%82%D9%85%D9%8A%D8%B5?x=1');

    expect(event).toMatchObject({
      rawPath: '/v1/products/قميص',
      routeKey: 'ANY /{proxy+}',
      pathParameters: { proxy: 'v1/products/قميص' },
      requestContext: { http: { method: 'GET', path: '/v1/products/قميص' }, stage: '$default' },
    });
  });

  it('joins repeated headers by commas and has the cookies apart', async () => {
    const event = await getWithHeaders('/', [
      'Host',
      'shop',
      'Accept',
      'a',
      'ACCEPT',
      'b',
      'Cookie',
      'c=1; d=2',
    ]);

    expect(event.headers['accept']).toBe('a,b');
    expect(event.cookies).toEqual(['c=1', 'd=2']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('carries text as text and anything else as base64', async () => {
    const text = await eventOf('/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"ق":1}',
    });
    const binary = await eventOf('/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array([0, 255, 128]),
    });

    expect(text).toMatchObject({ body: '{"ق":1}', isBase64Encoded: false });
    expect(binary).toMatchObject({ body: 'AP+A', isBase64Encoded: true });
  });
});

describe('the answer', () => {
  it('is binary when the function says base64', async () => {
    const response = await fetch(`${front.url}/?mode=binary`);

    expect(Buffer.from(await response.arrayBuffer()).toString('base64')).toBe('iVBORw0KGgo=');
    expect(response.headers.get('content-type')).toBe('image/png');
  });

  it('sets every cookie', async () => {
    const response = await fetch(`${front.url}/?mode=cookies`, { redirect: 'manual' });

    expect(response.status).toBe(302);
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });

  it('is JSON with 200 when the function returns something without a status', async () => {
    const response = await fetch(`${front.url}/?mode=plain`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ hello: 'world' });
  });

  it.each(['fail', 'exit', 'wait&ms=60000'])(
    'is the 500 of the gateway after %s, and the next request is served',
    async (mode) => {
      const failed = await fetch(`${front.url}/?mode=${mode}`);
      const next = await fetch(`${front.url}/?mode=plain`);

      expect(failed.status).toBe(500);
      expect(await failed.json()).toEqual({ message: 'Internal Server Error' });
      expect(next.status).toBe(200);
    },
  );

  it('is 413 for a request that is larger than Lambda takes', async () => {
    const response = await fetch(front.url, { method: 'POST', body: 'x'.repeat(6 * 1024 * 1024) });

    expect(response.status).toBe(413);
  });
});

describe('containers', () => {
  it('take one event at a time, and as many run as are allowed', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => fetch(`${front.url}/?mode=wait&ms=2000`).then(({ status }) => status)),
    );

    expect(answers.filter((status) => status === 200)).toHaveLength(2);
    expect(answers.filter((status) => status === 503)).toHaveLength(4);
  });

  it('are used again', async () => {
    const pids = new Set<string>();
    for (let event = 0; event < 5; event++) pids.add(await (await fetch(`${front.url}/?mode=pid`)).text());

    expect(pids.size).toBe(1);
  });
});
