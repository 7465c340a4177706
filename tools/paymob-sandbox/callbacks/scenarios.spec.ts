import type { Json } from '../model/json.ts';
import { startScene, type Scene } from '../testing/scene.ts';
import { signTransaction } from '../wire/hmac.ts';

const SECRET = 'sandbox_hmac_secret';

describe('scenarios for callbacks', () => {
  let scene: Scene;
  let orderId: number;

  beforeEach(async () => {
    scene = await startScene();
    const intention = await scene.merchant.intention({
      special_reference: 'scenario',
      notification_url: scene.shop.hookUrl,
      redirection_url: scene.shop.returnUrl,
    });
    orderId = intention.intention_order_id;
  });
  afterEach(() => scene.stop());

  const scenario = (effects: Json, changes: Json = {}): Promise<Json> =>
    scene.control.post('/scenarios', { order_id: orderId, effects, ...changes });
  const pay = (changes: Json = {}): Promise<{ transaction: Json; redirect_url: string | null }> =>
    scene.control.post(`/orders/${orderId}/pay`, changes);
  const deliveries = async (): Promise<Json[]> =>
    (await scene.control.get<{ deliveries: Json[] }>(`/deliveries?order_id=${orderId}`)).deliveries;

  it('sends one signed callback, to the address as it was given, when there is no scenario', async () => {
    const { transaction } = await pay();

    const [callback] = await scene.shop.arrived(1);

    expect(callback).toMatchObject({ type: 'TRANSACTION', obj: { id: transaction['id'], success: true } });
    expect(callback?.query.get('shop')).toBe('1');
    expect(callback?.hmacs).toEqual([signTransaction(callback?.obj ?? {}, SECRET)]);
    expect(JSON.parse(callback?.bytes ?? '')).toMatchObject({
      issuer_bank: null,
      transaction_processed_callback_responses: '',
    });
  });

  it('sends 50 exact copies', async () => {
    await scenario({ duplicates: 49 });
    await pay();

    const callbacks = await scene.shop.arrived(50);

    expect(new Set(callbacks.map(({ bytes, hmacs }) => bytes + hmacs.join()))).toHaveProperty('size', 1);
    expect(await deliveries()).toHaveLength(50);
  });

  it('drops the callback and keeps it for a replay', async () => {
    await scenario({ drop: true });
    await pay();
    await scene.control.post('/deliveries/flush');

    const [dropped] = await deliveries();
    expect(dropped).toMatchObject({ status: 'dropped', attempts: [] });
    expect(scene.shop.received).toHaveLength(0);

    await scene.control.post(`/deliveries/${String(dropped?.['id'])}/replay`);
    expect(scene.shop.received).toHaveLength(1);
  });

  it('delays the callback on the sandbox clock', async () => {
    await scenario({ delay_seconds: 3600 });
    await pay();

    await scene.control.post('/clock/advance', { seconds: 3590 });
    expect(scene.shop.received).toHaveLength(0);

    await scene.control.post('/clock/advance', { seconds: 10 });
    expect(scene.shop.received).toHaveLength(1);
  });

  it('lets the redirect come before the callback', async () => {
    await scenario({ hold: true });

    const { redirect_url: url } = await pay();

    expect(new URL(url ?? '').searchParams.get('success')).toBe('true');
    expect(scene.shop.received).toHaveLength(0);
  });

  it('holds callbacks and releases them in any order, each after the answer to the one before', async () => {
    await scenario({ hold: true });
    await scene.control.put('/behaviour', { send_pending_callbacks: true });
    const { transaction } = await pay();
    await scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', {
      transaction_id: transaction['id'],
      amount_cents: 100,
    });
    const held = await deliveries();
    expect(held.map(({ event, status }) => [event, status])).toEqual([
      ['pending', 'held'],
      ['payment', 'held'],
      ['refund', 'held'],
      ['update', 'held'],
    ]);

    const order = [3, 0, 2, 1].map((index) => held[index]?.['id']);
    await scene.control.post('/deliveries/release', { ids: order });

    const states = scene.shop.received.map(({ obj }) => [
      obj['pending'],
      obj['is_refund'],
      obj['is_refunded'],
    ]);
    expect(states).toEqual([
      [false, false, true],
      [true, false, false],
      [false, true, false],
      [false, false, false],
    ]);
  });

  it('reorders: the success arrives before the pending one', async () => {
    await scenario({ reorder: 2 });
    await scene.control.put('/behaviour', { send_pending_callbacks: true });
    await pay();

    const callbacks = await scene.shop.arrived(2);

    expect(callbacks.map(({ obj }) => obj['pending'])).toEqual([false, true]);
  });

  it.each([
    [
      'flipped',
      (hmac: string) => [hmac.slice(0, -1) + (Number.parseInt(hmac.slice(-1), 16) ^ 1).toString(16)],
    ],
    ['uppercase', (hmac: string) => [hmac.toUpperCase()]],
    ['missing', () => []],
    ['short', (hmac: string) => [hmac.slice(0, 64)]],
    ['repeated', (hmac: string) => [hmac, hmac]],
  ])('sends a signature that is %s', async (hmac, expected) => {
    await scenario({ hmac });
    await pay();

    const [callback] = await scene.shop.arrived(1);

    expect(callback?.hmacs).toEqual(expected(signTransaction(callback?.obj ?? {}, SECRET)));
  });

  it.each([
    ['a wrong amount', { amount_cents: 1 }],
    ['a wrong currency', { currency: 'USD' }],
    ['another order', { 'order.id': 700999 }],
    ['another merchant', { owner: 500999 }],
    ['another integration', { integration_id: 1099 }],
    ['another reference, which is unsigned', { 'order.merchant_order_id': 'somebody-elses' }],
    ['a number as text', { amount_cents: '10000' }],
    ['no pan', { 'source_data.pan': null }],
  ])('sends %s with a valid signature', async (_case, set) => {
    await scenario({ set });
    await pay();

    const [callback] = await scene.shop.arrived(1);

    expect(callback?.hmacs).toEqual([signTransaction(callback?.obj ?? {}, SECRET)]);
    for (const [path, value] of Object.entries(set)) expect(callback?.obj).toHaveProperty(path, value);
  });

  it('changes a field after the signing, which breaks the signature', async () => {
    await scenario({ tamper: { success: false } });
    await pay();

    const [callback] = await scene.shop.arrived(1);

    expect(callback?.obj['success']).toBe(false);
    expect(callback?.hmacs).not.toEqual([signTransaction(callback?.obj ?? {}, SECRET)]);
    expect(callback?.hmacs).toEqual([signTransaction({ ...callback?.obj, success: true }, SECRET)]);
  });

  it.each([
    ['id|integration_id', (obj: Json) => [obj['id'], obj['integration_id']]],
    ['order.id|owner', (obj: Json) => [(obj['order'] as Json)['id'], obj['owner']]],
  ])('slides digits between %s under the same signature', async (neighbours, read) => {
    await scenario({ shift_digits: neighbours });
    const { transaction } = await pay();

    const [callback] = await scene.shop.arrived(1);

    expect(callback?.hmacs).toEqual([signTransaction(transaction, SECRET)]);
    expect(callback?.hmacs).toEqual([signTransaction(callback?.obj ?? {}, SECRET)]);
    expect(read(callback?.obj ?? {})).not.toEqual(read(transaction));
    expect(read(callback?.obj ?? {}).join('')).toBe(read(transaction).join(''));
  });

  it('adds fields that nobody knows and turns unsigned zeros into nulls', async () => {
    await scenario({ extra_fields: true, null_numbers: true });
    await pay();

    const [callback] = await scene.shop.arrived(1);

    expect(callback?.obj).toMatchObject({
      refunded_amount_cents: null,
      captured_amount: null,
      merchant_commission: null,
      fee_bigint: expect.any(Number),
      future_field: expect.any(Object),
    });
    expect(callback?.hmacs).toEqual([signTransaction(callback?.obj ?? {}, SECRET)]);
  });

  it('replays the same bytes, also after a refund', async () => {
    const { transaction } = await pay();
    await scene.shop.arrived(1);
    await scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', {
      transaction_id: transaction['id'],
      amount_cents: 10000,
    });
    await scene.shop.arrived(3);

    const [payment] = await deliveries();
    await scene.control.post(`/deliveries/${String(payment?.['id'])}/replay`);

    const [first, , , replayed] = scene.shop.received;
    expect(replayed).toEqual(first);
    expect(replayed?.obj).toMatchObject({ success: true, is_refunded: false });
  });

  it('pays an order a second time when it is forced to', async () => {
    const first = await pay();
    await expect(pay()).rejects.toThrow('409');

    const second = await pay({ force: true });

    const callbacks = await scene.shop.arrived(2);
    expect(callbacks.map(({ obj }) => obj['id'])).toEqual([
      first.transaction['id'],
      second.transaction['id'],
    ]);
    expect(second.transaction).toMatchObject({ success: true, order: { id: orderId } });
  });

  it('sends the saved card as a TOKEN callback to the same address', async () => {
    await pay({ save_card: true });

    const callbacks = await scene.shop.arrived(2);

    expect(callbacks.find(({ type }) => type === 'TOKEN')?.obj).toMatchObject({
      masked_pan: 'xxxx-xxxx-xxxx-2346',
      merchant_id: 600001,
      card_subtype: 'MasterCard',
      order_id: String(orderId),
    });
  });

  it('distorts only the events, orders and times that it names', async () => {
    await scenario({ hmac: 'missing' }, { events: ['refund'], times: 1 });
    await scenario({ drop: true }, { order_id: 1 });
    await scenario({ drop: true }, { order_id: undefined, merchant_order_id: 'somebody-elses' });
    const { transaction } = await pay();
    const refund = { transaction_id: transaction['id'], amount_cents: 100 };

    await scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', refund);
    await scene.shop.arrived(3);
    await scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', refund);
    const callbacks = await scene.shop.arrived(5);

    const unsigned = callbacks.filter(({ hmacs }) => hmacs.length === 0).map(({ obj }) => obj['id']);
    expect(unsigned).toEqual([Number(transaction['id']) + 1]);
  });

  it('finds the order by its merchant_order_id, too', async () => {
    await scenario({ drop: true }, { order_id: undefined, merchant_order_id: 'scenario' });
    await pay();

    expect(await deliveries()).toMatchObject([{ status: 'dropped' }]);
  });

  it('does nothing any more once it is deleted', async () => {
    await scenario({ drop: true });
    expect(await scene.control.delete('/scenarios')).toEqual({ deleted: 1 });
    await pay();

    expect(await scene.shop.arrived(1)).toHaveLength(1);
  });
});
