import { jest } from '@jest/globals';
import { callbacksOf, distortCallbacks, sendCallback } from '../support/callbacks.js';
import { watchLog } from '../support/log.js';
import { PaymentScene } from '../support/payments.js';

jest.setTimeout(60_000);

/** Of the customer, the address and the card of every order here. */
const PERSONAL = ['Mona', 'Hassan', '1001234567', 'mona@example.com', 'Tahrir', '"2346"'];

interface BadCallback {
  what: string;
  /** What the sandbox changes before it signs. */
  set?: object;
  query?: (hmac: string) => string;
  body?: (text: string) => string;
  status: number;
  /** What the line says besides what every request's line does. */
  line: object;
}

const signed = (hmac: string) => `?hmac=${hmac}`;
const refused = (reason: string) => ({ event: 'payment.callback_refused', reason });

const BAD_CALLBACKS: BadCallback[] = [
  { what: 'without a signature', query: () => '', status: 401, line: refused('signature') },
  {
    what: 'with a short signature',
    query: (hmac) => `?hmac=${hmac.slice(0, 64)}`,
    status: 401,
    line: refused('signature'),
  },
  {
    what: 'with two signatures',
    query: (hmac) => `?hmac=${hmac}&hmac=${hmac}`,
    status: 401,
    line: refused('signature'),
  },
  {
    what: 'with a signature in upper case',
    query: (hmac) => `?hmac=${hmac.toUpperCase()}`,
    status: 401,
    line: refused('signature'),
  },
  {
    what: 'with a truth as text',
    body: (text) => text.replace('"success":true', '"success":"true"'),
    status: 401,
    line: refused('form'),
  },
  { what: 'of another merchant', set: { owner: 500002 }, status: 401, line: refused('account') },
  {
    what: 'of a channel that is not the shop’s',
    set: { integration_id: 1006 },
    status: 401,
    line: refused('account'),
  },
  {
    what: 'of an order that is not the shop’s',
    set: { 'order.id': 799999 },
    status: 200,
    line: { event: 'payment.unknown_order' },
  },
  {
    what: 'over another currency',
    set: { currency: 'USD' },
    status: 200,
    line: { event: 'payment.misfit' },
  },
];

describe('a bad callback', () => {
  let scene: PaymentScene;
  let log: ReturnType<typeof watchLog> | undefined;

  beforeAll(async () => {
    scene = await PaymentScene.open({ LOG_LEVEL: 'log' });
  });
  afterEach(() => log?.stop());
  afterAll(() => scene.close());

  const genuine = async (set: object) => {
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order);
    await distortCallbacks(scene, payment, { set, hold: true });
    await scene.pay(payment);
    const [callback] = await callbacksOf(scene, payment);
    return { order, callback: callback! };
  };

  it.each(BAD_CALLBACKS)(
    '$what changes nothing and leaves one line that says why, without personal data',
    async ({ set = {}, query = signed, body = (text: string) => text, status, line }) => {
      const { order, callback } = await genuine(set);
      log = watchLog();

      const text = body(JSON.stringify(callback.body));
      await sendCallback(scene, text, query(callback.hmac)).expect(status);
      const { paymentStatus } = await scene.order(order);
      log.stop();

      expect(paymentStatus).toBe('unpaid');
      const lines = log.lines().filter(({ context }) => context !== 'Request');
      expect(lines).toEqual([expect.objectContaining({ level: 'warn', ...line })]);
      for (const secret of [...PERSONAL, callback.hmac]) expect(log.text()).not.toContain(secret);
    },
  );

  it('about money of an order that is not the shop’s ends in one error, which people must see to', async () => {
    const { callback } = await genuine({ 'order.id': 799998 });
    log = watchLog();

    await sendCallback(scene, callback.body, signed(callback.hmac)).expect(200);
    for (let minute = 0; minute < 10; minute++) {
      await scene.pass({ minutes: 1 });
      await scene.shop.sweep();
    }
    log.stop();

    const lines = log.lines().filter(({ key }) => String(key).includes(':799998:'));
    expect(lines.map(({ level, event }) => [level, event])).toEqual([
      ['warn', 'payment.unknown_order'],
      ['error', 'payment.unknown_money'],
    ]);
    for (const secret of PERSONAL) expect(JSON.stringify(lines)).not.toContain(secret);
  });

  it.each([
    ['of 1 MB', (text: string) => text.replace('{', `{"filler":"${'x'.repeat(1_000_000)}",`), 413],
    ['that breaks off', (text: string) => text.slice(0, -10), 400],
  ])('%s is no more than a line in the log of requests', async (_, body, status) => {
    const { callback } = await genuine({});
    log = watchLog();

    await sendCallback(scene, body(JSON.stringify(callback.body)), signed(callback.hmac)).expect(status);
    log.stop();

    expect(log.lines()).toEqual([expect.objectContaining({ context: 'Request', status })]);
    for (const secret of [...PERSONAL, callback.hmac]) expect(log.text()).not.toContain(secret);
  });
});
