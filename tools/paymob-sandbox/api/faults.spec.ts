import type { Json } from '../model/json.ts';
import { intentionRequest, type ApiAnswer } from '../testing/merchant.ts';
import { startScene, type Scene } from '../testing/scene.ts';

describe('faults on demand', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());

  const fault = (changes: Json): Promise<Json> =>
    scene.control.post('/faults', { path: '/v1/intention/', ...changes });
  const create = (changes: Json = {}): Promise<ApiAnswer> =>
    scene.merchant.secret('POST', '/v1/intention/', intentionRequest(changes));
  const orderCount = async (): Promise<number> =>
    (await scene.control.get<{ orders: Json[] }>('/orders')).orders.length;

  it('answers 429 with Retry-After, once, and does nothing', async () => {
    await fault({
      kind: 'status',
      status: 429,
      headers: { 'Retry-After': '7' },
      body: { detail: 'Throttled.' },
    });

    const { status, headers, body } = await create();

    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('7');
    expect(body).toEqual({ detail: 'Throttled.' });
    expect(await orderCount()).toBe(0);
    expect((await create()).status).toBe(201);
  });

  it('answers 500 as many times as it is told', async () => {
    await fault({ kind: 'status', times: 2 });

    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([
      500, 500, 201,
    ]);
  });

  it('lasts until it is deleted when it has no number of times', async () => {
    await fault({ kind: 'status', times: null, status: 503 });

    for (let call = 0; call < 5; call += 1) expect((await create()).status).toBe(503);
    expect(await scene.control.delete('/faults')).toEqual({ deleted: 1 });
    expect((await create()).status).toBe(201);
  });

  it('answers 500 after the call has taken effect', async () => {
    await fault({ kind: 'status_after' });

    expect((await create()).status).toBe(500);
    expect(await orderCount()).toBe(1);
  });

  it.each([
    ['before anything happens', 'reset', 0],
    ['after the call has taken effect', 'reset_after', 1],
  ])('resets the connection %s', async (_case, kind, orders) => {
    await fault({ kind });

    await expect(create()).rejects.toThrow('fetch failed');
    expect(await orderCount()).toBe(orders);
  });

  it.each([
    ['before anything happens', 'slow', 0],
    ['after the call has taken effect', 'slow_after', 1],
  ])('lets the caller run into its time-out %s', async (_case, kind, orders) => {
    await fault({ kind, delay_ms: 60_000 });
    const calling = new AbortController();

    const call = fetch(`${scene.sandbox.url}/v1/intention/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Token egy_sk_test_sandbox' },
      body: JSON.stringify(intentionRequest()),
      signal: calling.signal,
    });
    await faultIsUsed();
    calling.abort();

    await expect(call).rejects.toThrow('aborted');
    expect(await orderCount()).toBe(orders);
  });

  it('answers slowly, but answers', async () => {
    await fault({ kind: 'slow', delay_ms: 50 });
    const startedAt = performance.now();

    expect((await create()).status).toBe(201);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49);
  });

  it('answers JSON that ends in the middle, after the call has taken effect', async () => {
    await fault({ kind: 'malformed_json_after' });

    await expect(create()).rejects.toThrow(SyntaxError);
    expect(await orderCount()).toBe(1);
  });

  it('answers an empty body, after the call has taken effect', async () => {
    await fault({ kind: 'empty_body_after' });

    await expect(create()).rejects.toThrow(SyntaxError);
    expect(await orderCount()).toBe(1);
  });

  it('meets only the method and the path that it names', async () => {
    await fault({ kind: 'status', path: '/api/acceptance/transactions', method: 'GET' });

    expect((await create()).status).toBe(201);
    expect((await scene.merchant.token('GET', '/api/acceptance/transactions')).status).toBe(500);
  });

  describe('for refunds', () => {
    async function refundWith(kind: string): Promise<{ id: number; child: Json }> {
      const { intention_order_id: orderId } = await scene.merchant.intention();
      const { transaction } = await scene.control.post<{ transaction: { id: number } }>(
        `/orders/${orderId}/pay`,
      );
      await fault({ kind, path: '/api/acceptance/void_refund/refund' });
      const { status, body } = await refund(transaction.id, 6000);
      expect(status).toBe(200);
      return { id: transaction.id, child: body };
    }
    const refund = (id: number, amount: number): Promise<ApiAnswer> =>
      scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', {
        transaction_id: id,
        amount_cents: amount,
      });
    const refundedCents = async (id: number): Promise<unknown> =>
      (await scene.control.get<Json>(`/transactions/${id}`))['refunded_amount_cents'];

    it('leaves one pending, which keeps its amount until the control interface ends it', async () => {
      const { id, child } = await refundWith('child_pending');

      expect(child).toMatchObject({ pending: true, success: false, is_refund: true });
      expect(await refundedCents(id)).toBe(0);
      expect((await refund(id, 4001)).status).toBe(400);

      await scene.control.post(`/transactions/${String(child['id'])}/settle`, { outcome: 'APPROVED' });
      expect(await refundedCents(id)).toBe(6000);
    });

    it('gives the amount of a pending one free when it is declined in the end', async () => {
      const { id, child } = await refundWith('child_pending');

      await scene.control.post(`/transactions/${String(child['id'])}/settle`, { outcome: 'DECLINED' });

      expect(await refundedCents(id)).toBe(0);
      expect((await refund(id, 10000)).status).toBe(200);
    });

    it('declines one with 200', async () => {
      const { id, child } = await refundWith('child_declined');

      expect(child).toMatchObject({
        pending: false,
        success: false,
        data: { message: 'Insufficient merchant balance' },
      });
      expect(await refundedCents(id)).toBe(0);
    });

    it('records one whose answer is lost, so that an inquiry finds it', async () => {
      const { intention_order_id: orderId } = await scene.merchant.intention();
      const { transaction } = await scene.control.post<{ transaction: { id: number } }>(
        `/orders/${orderId}/pay`,
      );
      await fault({ kind: 'reset_after', path: '/api/acceptance/void_refund/refund' });

      await expect(refund(transaction.id, 6000)).rejects.toThrow('fetch failed');

      const { body } = await scene.merchant.token('GET', `/api/acceptance/transactions/${transaction.id}`);
      expect(body).toMatchObject({ refunded_amount_cents: 6000 });
    });
  });

  /** Resolves when the fault that was set has met its call. */
  async function faultIsUsed(): Promise<void> {
    for (;;) {
      const { faults } = await scene.control.get<{ faults: Json[] }>('/faults');
      if (faults.length === 0) return;
    }
  }
});
