import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { withinLimits } from './lambda-answer.js';

const EVENT = {
  rawPath: '/v1/products/export',
  headers: { 'x-request-id': 'request-1' },
  requestContext: { requestId: 'gateway-1' },
} as unknown as APIGatewayProxyEventV2;

const withTimeLeft = (ms: number) => ({ getRemainingTimeInMillis: () => ms }) as Context;
const never = new Promise<never>(() => undefined);

describe('withinLimits', () => {
  it('hands on an answer that is in time and small enough, byte for byte', async () => {
    const answer = { statusCode: 200, body: 'x'.repeat(5_000_000), headers: { etag: '"1"' } };

    await expect(withinLimits(Promise.resolve(answer), EVENT, withTimeLeft(30_000))).resolves.toBe(answer);
  });

  it('answers with a problem before the time is up, and tells when to try again', async () => {
    const answer = await withinLimits(never, EVENT, withTimeLeft(1_510));

    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '2' },
    });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({
      code: 'service.timeout',
      status: 503,
      instance: '/v1/products/export',
      requestId: 'request-1',
    });
  });

  // Arabic letters take two bytes each: it is bytes that Lambda counts.
  it.each(['x'.repeat(6_000_000), 'ق'.repeat(3_000_000)])(
    'answers with a problem instead of more than 6 MB',
    async (body) => {
      const answer = await withinLimits(
        Promise.resolve({ statusCode: 200, body }),
        EVENT,
        withTimeLeft(30_000),
      );

      expect(answer.statusCode).toBe(422);
      expect(JSON.parse(answer.body ?? '')).toMatchObject({ code: 'response.too_large' });
    },
  );

  it('lets a failure through as it is', async () => {
    const failure = new Error('boom');

    await expect(withinLimits(Promise.reject(failure), EVENT, withTimeLeft(30_000))).rejects.toBe(failure);
  });
});
