import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaymobSandboxOptions } from '../index.ts';
import type { Json } from '../model/json.ts';
import { startScene, type Scene } from '../testing/scene.ts';

/** The test moves the time; nothing moves by itself. */
const FROZEN = { now: () => Date.UTC(2026, 0, 15, 10) };

describe('the delivery of callbacks', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene(FROZEN);
  });
  afterEach(() => scene.stop());

  async function pay(): Promise<number> {
    const { intention_order_id: orderId } = await scene.merchant.intention({
      notification_url: scene.shop.hookUrl,
    });
    await scene.control.post(`/orders/${orderId}/pay`);
    await scene.control.post('/deliveries/flush');
    return orderId;
  }
  const advance = (seconds: number): Promise<unknown> => scene.control.post('/clock/advance', { seconds });
  const delivery = async (): Promise<Json> => {
    const { deliveries } = await scene.control.get<{ deliveries: Json[] }>('/deliveries');
    return deliveries[0] ?? {};
  };

  it.each([500, 503, 429, 408])(
    'repeats the same bytes after 5, 30 and 120 seconds when the answer is %d',
    async (status) => {
      scene.shop.answers = [status];
      await pay();
      expect(scene.shop.received).toHaveLength(1);

      for (const [seconds, count] of [
        [4, 1],
        [1, 2],
        [29, 2],
        [1, 3],
        [119, 3],
        [1, 4],
        [9999, 4],
      ] as const) {
        await advance(seconds);
        expect(scene.shop.received).toHaveLength(count);
      }
      expect(new Set(scene.shop.received.map(({ bytes, hmacs }) => bytes + hmacs.join())).size).toBe(1);
      expect(await delivery()).toMatchObject({
        status: 'failed',
        due_at: null,
        attempts: [{ status }, { status }, { status }, { status }],
      });
    },
  );

  it('repeats after a connection that was reset', async () => {
    scene.shop.answers = ['reset', 200];
    await pay();
    await advance(5);

    expect(await delivery()).toMatchObject({
      status: 'delivered',
      attempts: [
        { status: null, error: expect.any(String) },
        { status: 200, error: null },
      ],
    });
  });

  it('counts no answer within the time-out as failed', async () => {
    await scene.control.put('/behaviour', { callback_timeout_seconds: 0.05 });
    scene.shop.answers = ['hang', 200];
    await pay();
    expect(await delivery()).toMatchObject({ status: 'queued', attempts: [{ status: null }] });

    await advance(5);

    expect(await delivery()).toMatchObject({ status: 'delivered' });
  });

  it.each([400, 401, 404, 410])('does not repeat when the answer is %d', async (status) => {
    scene.shop.answers = [status];
    await pay();
    await advance(9999);

    expect(scene.shop.received).toHaveLength(1);
    expect(await delivery()).toMatchObject({ status: 'failed' });
  });

  it('does not follow a redirect', async () => {
    scene.shop.answers = [{ redirectTo: `${scene.shop.url}/elsewhere` }];
    await pay();

    expect(scene.shop.received).toHaveLength(1);
    expect(await delivery()).toMatchObject({ status: 'failed', attempts: [{ status: 302 }] });
  });

  it('repeats as it is told to', async () => {
    await scene.control.put('/behaviour', { callback_retry_seconds: [1] });
    scene.shop.answers = [500];
    await pay();
    await advance(1);
    await advance(9999);

    expect(scene.shop.received).toHaveLength(2);
  });

  it('keeps what the shop answered on the transaction', async () => {
    const orderId = await pay();

    const { transactions } = await scene.control.get<{ transactions: Json[] }>(`/orders/${orderId}`);

    expect(transactions[0]?.['transaction_processed_callback_responses']).toEqual([
      {
        response: { status: 200, content: 'taken', headers: expect.any(String), encoding: 'utf-8' },
        callback_url: `${scene.shop.url}/hook`,
        response_received_at: expect.any(String),
      },
    ]);
  });

  it('sends nothing when nobody has said where to', async () => {
    const { intention_order_id: orderId } = await scene.merchant.intention();
    await scene.control.post(`/orders/${orderId}/pay`);

    expect(await scene.control.get('/deliveries')).toEqual({ deliveries: [] });
  });

  it.each([
    [1001, true],
    [1002, true],
    [1003, false],
  ])('uses the address of the intention for integration %d: %s', async (integrationId, isUsed) => {
    await scene.control.put(`/integrations/${integrationId}/callbacks`, {
      processed: `${scene.shop.url}/integration`,
    });
    const { intention_order_id: orderId } = await scene.merchant.intention({
      payment_methods: [integrationId],
      notification_url: scene.shop.hookUrl,
    });

    await scene.control.post(`/orders/${orderId}/pay`);

    const [callback] = await scene.shop.arrived(1);
    expect(callback?.query.has('shop')).toBe(isUsed);
  });

  it('sends no callback for a payment that waits, unless told to', async () => {
    await scene.control.put('/integrations/1003/callbacks', { processed: scene.shop.hookUrl });
    const start = async (): Promise<void> => {
      const { intention_order_id: orderId } = await scene.merchant.intention({ payment_methods: [1003] });
      await scene.control.post(`/orders/${orderId}/pay`, { outcome: 'KIOSK_PENDING' });
      await scene.control.post('/deliveries/flush');
    };

    await start();
    expect(scene.shop.received).toHaveLength(0);

    await scene.control.put('/behaviour', { send_pending_callbacks: true });
    await start();
    expect(scene.shop.received).toMatchObject([{ obj: { pending: true, success: false } }]);
  });
});

describe('the data file', () => {
  let folder: string;
  let options: PaymobSandboxOptions;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paymob-sandbox-'));
    options = { ...FROZEN, dataFile: join(folder, 'data.sqlite'), seed: 'data-file' };
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps callbacks that wait, with their number of attempts, and everything else across a restart', async () => {
    const before = await startScene(options);
    before.shop.answers = [500];
    const { intention_order_id: orderId } = await before.merchant.intention({
      notification_url: before.shop.hookUrl,
    });
    await before.control.post(`/orders/${orderId}/pay`);
    await before.control.post('/deliveries/flush');
    await before.control.post('/clock/advance', { seconds: 3 });
    const first = before.shop.received[0];
    await before.sandbox.stop();

    const after = await startScene(options);
    try {
      before.shop.answers = [200];
      await after.control.post('/clock/advance', { seconds: 2 });

      expect(before.shop.received).toEqual([first, first]);
      const { deliveries } = await after.control.get<{ deliveries: Json[] }>('/deliveries');
      expect(deliveries).toMatchObject([
        { status: 'delivered', attempts: [{ status: 500 }, { status: 200 }] },
      ]);
      expect((await after.merchant.intention()).intention_order_id).toBe(orderId + 1);
    } finally {
      await Promise.all([after.stop(), before.shop.stop()]);
    }
  });

  it('sends a callback again that a stop has cut short', async () => {
    const before = await startScene(options);
    before.shop.answers = ['hang'];
    const { intention_order_id: orderId } = await before.merchant.intention({
      notification_url: before.shop.hookUrl,
    });
    await before.control.post(`/orders/${orderId}/pay`);
    await before.shop.arrived(1);
    await before.sandbox.stop();
    before.shop.answers = [200];

    const after = await startScene(options);
    try {
      const [first, second] = await before.shop.arrived(2);

      expect(second).toEqual(first);
    } finally {
      await Promise.all([after.stop(), before.shop.stop()]);
    }
  });
});
