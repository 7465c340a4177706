import { jest } from '@jest/globals';
import {
  callbacksOf,
  distortCallbacks,
  holdCallbacks,
  sendCallback,
  valueAt,
  withheldPayment,
  withValue,
} from '../support/callbacks.js';
import { PaymentScene } from '../support/payments.js';

/** Each test makes a product, an order and a payment over HTTP, on machines that do other things as well. */
jest.setTimeout(30_000);

/** Every signed value, changed as little as its type allows. */
const TAMPERS: [path: string, value: (before: unknown) => unknown][] = [
  ['amount_cents', (before) => Number(before) + 1],
  ['created_at', (before) => String(before).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))],
  ['currency', () => 'EGQ'],
  ['error_occured', (before) => before !== true],
  ['has_parent_transaction', (before) => before !== true],
  ['id', (before) => Number(before) + 1],
  ['integration_id', () => 1002],
  ['is_3d_secure', (before) => before !== true],
  ['is_auth', (before) => before !== true],
  ['is_capture', (before) => before !== true],
  ['is_refunded', (before) => before !== true],
  ['is_standalone_payment', (before) => before !== true],
  ['is_voided', (before) => before !== true],
  ['order.id', (before) => Number(before) + 1],
  ['owner', (before) => Number(before) + 1],
  ['pending', (before) => before !== true],
  ['source_data.pan', () => '2347'],
  ['source_data.sub_type', () => 'Visa'],
  ['source_data.type', () => 'wallet'],
  ['success', (before) => before !== true],
];

describe('callbacks of Paymob', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterEach(async () => {
    await scene.control.delete('/scenarios');
    await scene.control.put('/behaviour', { send_pending_callbacks: false });
  });
  afterAll(() => scene.close());

  const storedCallbacks = () => scene.shop.test.db.collection('callback_inbox').countDocuments();

  describe('that are not provably Paymob’s', () => {
    /** One for all, since none of the tests may change anything. */
    let withheld: Awaited<ReturnType<typeof withheldPayment>>;

    beforeAll(async () => {
      withheld = await withheldPayment(scene);
    });

    it.each(TAMPERS)('are refused when %s was changed', async (path, change) => {
      const { order, callback } = withheld;
      const before = valueAt(callback, path);
      const stored = await storedCallbacks();

      const body = withValue(callback, path, change(before));
      const refused = await sendCallback(scene, body, `?hmac=${callback.hmac}`).expect(401);

      expect(refused.body).toMatchObject({ code: 'payments.invalid_signature' });
      expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
      expect(await storedCallbacks()).toBe(stored);
    });

    it.each(['id|integration_id', 'order.id|owner'])(
      'are refused when digits have slid between %s, which leaves the digest valid',
      async (neighbours) => {
        const order = await scene.placeOrder();
        const payment = await scene.checkout(order);
        await distortCallbacks(scene, payment, { shift_digits: neighbours });

        await scene.pay(payment);

        const { deliveries } = await scene.control.get<{ deliveries: { attempts: { status: number }[] }[] }>(
          `/deliveries?order_id=${payment.paymobOrderId}`,
        );
        expect(deliveries[0]?.attempts[0]?.status).toBe(401);
        expect(await scene.order(order)).toMatchObject({ paymentStatus: 'unpaid' });
      },
    );

    it.each([
      ['missing', () => ''],
      ['empty', () => '?hmac='],
      ['short', (hmac: string) => `?hmac=${hmac.slice(0, 64)}`],
      ['one digit long', () => '?hmac=a'],
      ['in upper case', (hmac: string) => `?hmac=${hmac.toUpperCase()}`],
      ['repeated', (hmac: string) => `?hmac=${hmac}&hmac=${hmac}`],
      ['not hexadecimal', (hmac: string) => `?hmac=${hmac.slice(1)}g`],
      ['wrong in its last bit', (hmac: string) => `?hmac=${hmac.slice(0, -1)}${flip(hmac.slice(-1))}`],
    ])('are refused when the hmac is %s', async (_, query) => {
      const { order, callback } = withheld;

      await sendCallback(scene, callback.body, query(callback.hmac)).expect(401);

      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'unpaid' });
    });

    it.each([
      ['numbers as text', 'amount_cents', (before: unknown) => String(before)],
      ['truths as text', 'success', () => 'true'],
      ['the order as text', 'order.id', (before: unknown) => String(before)],
      ['the order as bare number', 'order', (before: unknown) => (before as { id: number }).id],
      ['a fraction', 'amount_cents', (before: unknown) => Number(before) + 0.5],
      ['null for a signed value', 'currency', () => null],
    ])('are refused with %s, although the signed text may be the same', async (_, path, change) => {
      const { order, callback } = withheld;
      const before = valueAt(callback, path);

      const body = withValue(callback, path, change(before));
      await sendCallback(scene, body, `?hmac=${callback.hmac}`).expect(401);

      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'unpaid' });
    });

    it.each([
      ['another merchant', { owner: 500002 }],
      ['a channel that is not the shop’s', { integration_id: 1006 }],
    ])('are refused from %s, even if the signature fits', async (_, values) => {
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);
      await distortCallbacks(scene, payment, { set: values, hold: true });
      await scene.pay(payment);
      const [callback] = await callbacksOf(scene, payment);

      await sendCallback(scene, callback!.body, `?hmac=${callback!.hmac}`).expect(401);

      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'unpaid' });
    });

    it.each([
      ['a body of 1 MB', JSON.stringify({ type: 'TRANSACTION', filler: 'x'.repeat(1_000_000) }), 413],
      ['broken JSON', '{"type":"TRANSACTION","obj":{', 400],
      ['an empty body', '', 401],
      ['a list', '[]', 401],
      ['an object without a type', '{"obj":{"id":1}}', 401],
      ['a transaction without an object', '{"type":"TRANSACTION"}', 401],
      ['a transaction that is a list', '{"type":"TRANSACTION","obj":[]}', 401],
      ['a deep object', `{"type":"TRANSACTION","obj":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`, 400],
    ])('are refused with %s', async (_, body, status) => {
      const before = process.cpuUsage();

      await sendCallback(scene, body, `?hmac=${'0'.repeat(128)}`).expect(status);

      // A second at most, not counting what other programs of the machine take of it.
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1_000).toBeLessThan(1_000);
    });
  });

  describe('that are genuine', () => {
    it('pay the same order whatever their unsigned fields say', async () => {
      const other = await withheldPayment(scene);
      const { order, payment, callback } = await withheldPayment(scene);
      const unsigned: [string, unknown][] = [
        ['order.merchant_order_id', `${other.payment.id}-1`],
        ['payment_key_claims.extra', { merchant_order_id: `${other.payment.id}-1` }],
        ['payment_key_claims.order_id', other.payment.paymobOrderId],
        ['is_refund', true],
        ['is_void', true],
        ['refunded_amount_cents', 1_000],
        ['captured_amount', 1],
        ['parent_transaction', 1],
        ['profile_id', 1],
        ['is_live', true],
        ['data', { amount: 1, message: 'Declined' }],
      ];
      const body = unsigned.reduce(
        (changed, [path, value]) => withValue({ ...callback, body: changed }, path, value),
        callback.body,
      );

      await sendCallback(scene, body, `?hmac=${callback.hmac}`).expect(200);

      expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
      expect(await scene.order(other.order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
      expect(await scene.payment(payment)).toMatchObject({
        capturedMinor: order.totalMinor,
        refundedMinor: 0,
      });
    });

    it('are taken with fields that Paymob may add, and with null for 0', async () => {
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);
      await distortCallbacks(scene, payment, { extra_fields: true, null_numbers: true });

      await scene.pay(payment);

      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
    });

    it('are applied once, when fifty of the same come at once', async () => {
      const { order, payment, callback } = await withheldPayment(scene);

      const answers = await Promise.all(
        Array.from({ length: 50 }, () => sendCallback(scene, callback.body, `?hmac=${callback.hmac}`)),
      );

      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
      const { paymentStatus, history } = await scene.order(order);
      expect(paymentStatus).toBe('paid');
      expect(history.filter(({ field }) => field === 'paymentStatus')).toHaveLength(1);
      expect(await eventsOf(payment.id)).toHaveLength(1);
      expect(await scene.shop.stock(order.sku)).toEqual({ onHand: 4, available: 4, reserved: 0 });
    });

    it('about a refund never pay an order, even alone and over the whole amount', async () => {
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);
      await holdCallbacks(scene, payment);
      const { transaction } = await scene.pay(payment);
      await scene.refundAtPaymob(transaction.id, order.totalMinor);
      const refund = (await callbacksOf(scene, payment)).find(({ event }) => event === 'refund')!;
      expect(refund.body.obj).toMatchObject({ success: true, amount_cents: order.totalMinor });

      await sendCallback(scene, refund.body, `?hmac=${refund.hmac}`).expect(200);

      expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
      expect(await scene.payment(payment)).toMatchObject({ status: 'pending', capturedMinor: 0 });
    });

    it('that money has gone back do not pay an order before Paymob has said how much', async () => {
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);
      await holdCallbacks(scene, payment);
      const { transaction } = await scene.pay(payment);
      await scene.refundAtPaymob(transaction.id, 400);
      const update = (await callbacksOf(scene, payment)).find(({ event }) => event === 'update')!;
      expect(update.body.obj).toMatchObject({ success: true, is_refunded: true });

      await sendCallback(scene, update.body, `?hmac=${update.hmac}`).expect(200);
      expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
      await scene.pass({ minutes: 1 });
      await scene.shop.sweep();

      expect(await scene.order(order)).toMatchObject({
        paymentStatus: 'partially_refunded',
        payment: { capturedMinor: order.totalMinor, refundedMinor: 400 },
      });
    });

    it('change nothing when they are replayed after a refund', async () => {
      const { order, payment } = await scene.paidOrder();
      await scene.operate(payment, 'refunds', { amountMinor: order.totalMinor, reason: 'test' }).expect(201);
      await scene.deliver();
      const before = await scene.payment(payment);

      for (const { body, hmac } of await callbacksOf(scene, payment)) {
        await sendCallback(scene, body, `?hmac=${hmac}`).expect(200);
      }

      expect(await scene.payment(payment)).toEqual(before);
      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'refunded' });
    });

    it('change nothing when they are over another currency', async () => {
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);
      await distortCallbacks(scene, payment, { set: { currency: 'USD' } });

      await scene.pay(payment);

      expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
      expect(await eventsOf(payment.id)).toEqual([]);
    });

    it('change nothing when they are of another channel than the payment’s', async () => {
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);
      await distortCallbacks(scene, payment, { set: { integration_id: 1002 } });

      await scene.pay(payment);

      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'unpaid' });
    });

    it('do not pay an order over another amount; the money goes back', async () => {
      const order = await scene.placeOrder();
      const payment = await scene.checkout(order);
      await distortCallbacks(scene, payment, { set: { amount_cents: 100 } });

      await scene.pay(payment);

      expect(await scene.order(order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
      await scene.shop.sweep();
      expect(await scene.gatewayTotal(payment)).toMatchObject({ balance_cents: 0 });
    });

    it.each([
      { type: 'DELIVERY_STATUS', obj: { order_id: 1 } },
      { type: 'SUBSCRIPTION', hmac: 'x' },
      { order_id: 1, is_split_payment: true, transactions: [] },
    ])('or harmless, like %j, are answered and ignored', async (body) => {
      const stored = await storedCallbacks();

      await sendCallback(scene, body, '').expect(200);

      expect(await storedCallbacks()).toBe(stored);
    });
  });

  /** The numbers 0 to 3 in all 24 orders. */
  const ORDERS = permutations([0, 1, 2, 3]);

  it.each(ORDERS)('end in the same state in the order %i %i %i %i', async (...sequence) => {
    const order = await scene.placeOrder();
    const payment = await scene.checkout(order);
    await holdCallbacks(scene, payment);
    await scene.control.put('/behaviour', { send_pending_callbacks: true });
    const { transaction } = await scene.pay(payment);
    await scene.refundAtPaymob(transaction.id, 1_000);
    const callbacks = await callbacksOf(scene, payment);
    expect(callbacks.map(({ event }) => event)).toEqual(['pending', 'payment', 'refund', 'update']);

    for (const index of sequence) {
      const { body, hmac } = callbacks[index]!;
      await sendCallback(scene, body, `?hmac=${hmac}`).expect(200);
    }
    await scene.pass({ minutes: 1 });
    await scene.shop.sweep();

    const after = await scene.order(order);
    expect(after).toMatchObject({
      status: 'confirmed',
      paymentStatus: 'partially_refunded',
      payment: { capturedMinor: order.totalMinor, refundedMinor: 1_000 },
    });
    expect(statesOf(after.history)).toEqual(['unpaid', 'paid', 'partially_refunded']);
    expect(await scene.payment(payment)).toMatchObject({
      status: 'partially_refunded',
      refundedMinor: 1_000,
    });
    expect(await scene.shop.stock(order.sku)).toEqual({ onHand: 4, available: 4, reserved: 0 });
  });

  const eventsOf = async (paymentId: string) => {
    const records = await scene.shop.test.db.collection('payments').find().toArray();
    return records.find(({ _id }) => _id.toHexString() === paymentId)!['events'] as object[];
  };
});

function flip(digit: string): string {
  return (Number.parseInt(digit, 16) ^ 1).toString(16);
}

function permutations(items: number[]): number[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

/** The payment statuses that an order went through, by its history. */
function statesOf(history: { field: string; from: string | null; to: string }[]): (string | null)[] {
  const steps = history.filter(({ field }) => field === 'paymentStatus');
  return [steps[0]?.from ?? null, ...steps.map(({ to }) => to)];
}
