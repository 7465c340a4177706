import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { PaymentProviderError } from '../../src/modules/payments/payment.errors.js';
import { type PaymobCall, PaymobHttp } from '../../src/modules/payments/providers/paymob/paymob-http.js';
import { testConfig } from '../support/environment.js';

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const MEGABYTE = 1024 * 1024;

describe(PaymobHttp.name, () => {
  let server: Server;
  let behave: Behaviour;
  let calls: number;
  let http: PaymobHttp;

  beforeEach(async () => {
    calls = 0;
    server = createServer((request, response) => {
      calls += 1;
      behave(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    http = new PaymobHttp(testConfig({ PAYMOB_BASE_URL: addressOf(server) }));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await close(server);
  });

  const moving: PaymobCall = { method: 'POST', path: '/refund', body: {}, isSafe: false };
  const asking: PaymobCall = { method: 'GET', path: '/inquiry', isSafe: true };

  const failure = async (call: PaymobCall) =>
    http.call(call).then(
      () => Promise.reject(new Error('The call succeeded')),
      (error: PaymentProviderError) => error,
    );

  it('returns the JSON of an answer', async () => {
    behave = answer(201, '{"id":7}');

    await expect(http.call(moving)).resolves.toEqual({ id: 7 });
  });

  it.each<[string, Behaviour]>([
    ['no JSON', answer(200, '<html>')],
    ['JSON that breaks off', answer(200, '{"id":')],
    ['nothing', answer(200, '')],
    ['more than any answer of Paymob’s has', answer(200, `"${'x'.repeat(MEGABYTE)}"`)],
    ['a connection that breaks in the middle', breakOff],
    ['500', answer(500, '{}')],
    ['a redirect', (_, response) => response.writeHead(302, { Location: '/elsewhere' }).end()],
  ])('leaves in doubt what a call has done that is answered with %s', async (_, behaviour) => {
    behave = behaviour;

    expect(await failure(moving)).toMatchObject({ code: 'payments.provider_unavailable', isInDoubt: true });
    expect(calls).toBe(1);
  });

  it('reads no further than half a megabyte, and hangs up', async () => {
    let sent = 0;
    let hungUp: Promise<unknown> = Promise.resolve();
    behave = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      hungUp = new Promise((resolve) => response.on('close', resolve));
      const more = (): void => {
        if (response.destroyed || sent > 64 * MEGABYTE) return;
        sent += 64 * 1024;
        if (response.write('x'.repeat(64 * 1024))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };

    expect(await failure(moving)).toMatchObject({ isInDoubt: true });

    await hungUp;
    expect(sent).toBeLessThan(16 * MEGABYTE);
  });

  it('ends a call whose answer drips in, when its time is up', async () => {
    behave = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    };

    const error = await failure({ ...moving, signal: AbortSignal.timeout(200) });

    expect(error).toMatchObject({ code: 'payments.provider_unavailable', isInDoubt: true });
  });

  it('gives a call six seconds, so that a checkout is answered within eight', async () => {
    behave = answer(200, '{}');
    const limit = jest.spyOn(AbortSignal, 'timeout');

    await http.call(moving);

    expect(limit.mock.calls).toEqual([[6_000]]);
  });

  it('knows that a call did nothing when it was turned away', async () => {
    behave = answer(429, '{}', { 'Retry-After': '9' });

    expect(await failure(moving)).toMatchObject({ isInDoubt: false, retryAfterSeconds: 9 });
  });

  it('knows that a call did nothing when nobody listens', async () => {
    await close(server);

    expect(await failure(moving)).toMatchObject({ code: 'payments.provider_unavailable', isInDoubt: false });
  });

  it.each([
    ['0', 5],
    ['-3', 5],
    ['1e9', 60],
    ['100000', 60],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 5],
  ])('takes Retry-After: %s for %i seconds', async (header, seconds) => {
    behave = answer(429, '{}', { 'Retry-After': header });

    expect(await failure(moving)).toMatchObject({ retryAfterSeconds: seconds });
  });

  it('repeats what moves nothing, twice, and what moves money never', async () => {
    behave = answer(503, '{}');
    await failure(moving);
    expect(calls).toBe(1);

    await failure(asking);
    expect(calls).toBe(4);
  });

  it('counts a call whose time is up as one outage, and does not repeat it', async () => {
    behave = () => undefined;
    for (let outage = 0; outage < 4; outage++) {
      await failure({ ...asking, signal: AbortSignal.timeout(50) });
    }
    expect(calls).toBe(4);

    behave = answer(200, '{"ok":true}');
    await expect(http.call(asking)).resolves.toEqual({ ok: true });
  });

  it('does not repeat what was refused', async () => {
    behave = answer(404, '{"detail":"Not found."}');

    expect(await failure(asking)).toMatchObject({ code: 'payments.provider_refused', status: 404 });
    expect(calls).toBe(1);
  });

  it('calls no more after five outages in a row, and tries again ten seconds later', async () => {
    behave = answer(500, '{}');
    for (let outage = 0; outage < 5; outage++) await failure(moving);
    expect(calls).toBe(5);

    expect(await failure(moving)).toMatchObject({ code: 'payments.provider_unavailable', isInDoubt: false });
    expect(calls).toBe(5);

    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 10_001);
    behave = answer(200, '{"ok":true}');
    await expect(http.call(moving)).resolves.toEqual({ ok: true });
    await expect(http.call(moving)).resolves.toEqual({ ok: true });
  });

  it('takes refusals for a sign of life', async () => {
    for (let round = 0; round < 3; round++) {
      behave = answer(500, '{}');
      for (let outage = 0; outage < 4; outage++) await failure(moving);
      behave = answer(400, '{"message":"no"}');
      await failure(moving);
    }

    expect(calls).toBe(15);
  });
});

function answer(status: number, body: string, headers: Record<string, string> = {}): Behaviour {
  return (_, response) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
}

function breakOff(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
  response.write('{"id":', () => response.destroy());
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
