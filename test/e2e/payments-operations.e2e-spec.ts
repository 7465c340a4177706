import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { distortCallbacks, holdCallbacks, releaseCallbacks } from '../support/callbacks.js';
import { PaymentScene, type PaymentBody } from '../support/payments.js';

/** Each test makes a product, an order and a payment over HTTP, on machines that do other things as well. */
jest.setTimeout(30_000);

const DAY_MINUTES = 24 * 60;

describe('refunds, voids and captures by staff', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterEach(async () => {
    await scene.control.delete('/faults');
    await scene.control.delete('/scenarios');
  });
  afterAll(() => scene.close());

  const refund = (payment: { id: string }, amountMinor: number) =>
    scene.operate(payment, 'refunds', { amountMinor, reason: 'damaged' });

  describe('a refund', () => {
    it('gives back a part, then the rest', async () => {
      const { order, payment } = await scene.paidOrder();

      const first = await refund(payment, 1_000).expect(201);
      expect(first.body).toMatchObject({ kind: 'refund', state: 'succeeded', amountMinor: 1_000 });
      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'partially_refunded' });
      await refund(payment, order.totalMinor - 1_000).expect(201);
      await scene.deliver();

      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'refunded' });
      expect(await scene.payment(payment)).toMatchObject({
        status: 'refunded',
        refundedMinor: order.totalMinor,
      });
      expect(await scene.gatewayTotal(payment)).toMatchObject({ balance_cents: 0 });
    });

    it('never exceeds what was captured: twenty at once share it', async () => {
      const { order, payment } = await scene.paidOrder();
      const share = Math.floor(order.totalMinor / 7);

      const answers = await Promise.all(Array.from({ length: 20 }, () => refund(payment, share)));

      const accepted = answers.filter(({ status }) => status === 201);
      expect(accepted).toHaveLength(7);
      for (const { status, body } of answers.filter((answer) => !accepted.includes(answer))) {
        expect([status, (body as { code: string }).code]).toEqual([409, 'payments.refund_too_large']);
      }
      expect(await scene.payment(payment)).toMatchObject({ refundedMinor: 7 * share });
      expect(await scene.order(order)).toMatchObject({ payment: { refundedMinor: 7 * share } });
      expect(await scene.gatewayTotal(payment)).toMatchObject({ refunded_cents: 7 * share });
    });

    it('happens once under one key, however often it is sent at once', async () => {
      const { payment } = await scene.paidOrder();
      const key = randomUUID();
      const send = () =>
        scene.shop.http
          .post(`/v1/payments/${payment.id}/refunds`)
          .set({ ...scene.shop.admin, 'Idempotency-Key': key })
          .send({ amountMinor: 500, reason: 'damaged' });

      await Promise.all(Array.from({ length: 10 }, send));
      const replayed = await send().expect(201);

      expect(replayed.headers['idempotent-replayed']).toBe('true');
      expect(await scene.gatewayTotal(payment)).toMatchObject({ refunded_cents: 500 });
    });

    it.each([
      ['nothing', {}, ['/amountMinor', '/reason']],
      ['0', { amountMinor: 0, reason: 'x' }, ['/amountMinor']],
      ['a negative amount', { amountMinor: -1, reason: 'x' }, ['/amountMinor']],
      ['a fraction', { amountMinor: 1.5, reason: 'x' }, ['/amountMinor']],
      ['text', { amountMinor: '100', reason: 'x' }, ['/amountMinor']],
      ['more than a number can count', { amountMinor: 1e300, reason: 'x' }, ['/amountMinor']],
      ['no reason', { amountMinor: 1, reason: '' }, ['/reason']],
    ])('of %s is refused', async (_, body, pointers) => {
      const refused = await scene.operate({ id: '0'.repeat(24) }, 'refunds', body).expect(400);

      const { errors } = refused.body as { errors: { pointer: string }[] };
      expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
    });

    it('of a payment that does not exist is answered with 404', async () => {
      await refund({ id: '0'.repeat(24) }, 1).expect(404);
    });

    it('of a payment that has not come is refused', async () => {
      const payment = await scene.checkout(await scene.placeOrder());

      const refused = await refund(payment, 1).expect(409);

      expect(refused.body).toMatchObject({ code: 'payments.refund_too_large', refundableMinor: 0 });
    });
  });

  describe('a refund whose answer is lost', () => {
    it.each(['reset_after', 'malformed_json_after', 'empty_body_after', 'status_after'])(
      'although it happened (%s) is found by inquiry and counted once',
      async (kind) => {
        const { order, payment } = await scene.paidOrder();
        await distortCallbacks(scene, payment, { drop: true });
        await fault({ kind, path: '/api/acceptance/void_refund/refund' });

        const answer = await refund(payment, 1_000).expect(202);
        expect(answer.body).toMatchObject({ state: 'unknown' });
        await scene.pass({ minutes: 1 });
        await scene.shop.sweep();

        expect(await operationsOf(payment)).toEqual([['refund', 'succeeded']]);
        expect(await scene.order(order)).toMatchObject({ payment: { refundedMinor: 1_000 } });
        expect(await scene.gatewayTotal(payment)).toMatchObject({ refunded_cents: 1_000 });
      },
    );

    it('and that never happened is found out, and its money is free again', async () => {
      const { order, payment } = await scene.paidOrder();
      await fault({ kind: 'status', status: 500, path: '/api/acceptance/void_refund/refund' });

      await refund(payment, order.totalMinor).expect(202);
      await refund(payment, 1).expect(409);
      for (let minute = 0; minute < 4; minute++) {
        await scene.pass({ minutes: 1 });
        await scene.shop.sweep();
      }

      expect(await operationsOf(payment)).toEqual([['refund', 'failed']]);
      await refund(payment, order.totalMinor).expect(201);
      expect(await scene.gatewayTotal(payment)).toMatchObject({ refunded_cents: order.totalMinor });
    });

    it('is settled by its callback, if that comes first', async () => {
      const { payment } = await scene.paidOrder();
      await holdCallbacks(scene, payment);
      await fault({ kind: 'reset_after', path: '/api/acceptance/void_refund/refund' });

      await refund(payment, 1_000).expect(202);
      await releaseCallbacks(scene, payment);

      expect(await operationsOf(payment)).toEqual([['refund', 'succeeded']]);
      expect(await scene.payment(payment)).toMatchObject({ refundedMinor: 1_000 });
    });

    it('counts once when it is one of two over the same amount', async () => {
      const { payment } = await scene.paidOrder();
      await holdCallbacks(scene, payment);
      await refund(payment, 1_000).expect(201);
      await fault({ kind: 'reset_after', path: '/api/acceptance/void_refund/refund' });
      await refund(payment, 1_000).expect(202);

      await releaseCallbacks(scene, payment);
      await scene.pass({ minutes: 1 });
      await scene.shop.sweep();

      expect(await operationsOf(payment)).toEqual([
        ['refund', 'succeeded'],
        ['refund', 'succeeded'],
      ]);
      expect(await scene.payment(payment)).toMatchObject({ refundedMinor: 2_000 });
    });
  });

  describe('that Paymob does not do', () => {
    const actions: ['refunds' | 'void', object][] = [
      ['refunds', { amountMinor: 1_000, reason: 'x' }],
      ['void', {}],
    ];
    /** Paymob's status and body, ours and our code, and what remains of the operation. */
    const ANSWERS: [number, object, number, string, string[]][] = [
      [400, { message: 'Maximum Refund Amount is EGP 1.0' }, 422, 'payments.provider_refused', ['failed']],
      [400, { amount_cents: ['A valid integer is required.'] }, 422, 'payments.provider_refused', ['failed']],
      [404, { detail: 'Invalid transaction id' }, 422, 'payments.provider_refused', ['failed']],
      [401, { detail: 'incorrect credentials' }, 502, 'payments.provider_misconfigured', []],
      [403, { detail: 'Not allowed.' }, 502, 'payments.provider_misconfigured', []],
      [429, { detail: 'Request was throttled.' }, 503, 'payments.provider_unavailable', []],
    ];

    it.each(actions.flatMap(([action, body]) => ANSWERS.map((answer) => [action, ...answer, body] as const)))(
      '(%s: %i %j) is answered with %i %s, moves nothing and can be asked for again',
      async (action, status, answer, expected, code, states, body) => {
        const { payment } = await scene.paidOrder();
        await fault({ kind: 'status', status, body: answer, path: '/api/acceptance/void_refund/' });

        const refused = await scene.operate(payment, action, body).expect(expected);

        expect(refused.body).toMatchObject({ code });
        expect((await operationsOf(payment)).map(([, state]) => state)).toEqual(states);
        expect(await scene.payment(payment)).toMatchObject({ status: 'succeeded', refundedMinor: 0 });
        await scene.operate(payment, action, body).expect(201);
      },
    );
  });

  it.each([
    ['child_pending', 202, 'unknown'],
    ['child_declined', 422, 'failed'],
  ])('does not take HTTP 200 for a success (%s)', async (kind, status, state) => {
    const { payment } = await scene.paidOrder();
    await fault({ kind, path: '/api/acceptance/void_refund/refund' });

    await refund(payment, 1_000).expect(status);

    expect(await operationsOf(payment)).toEqual([['refund', state]]);
    expect(await scene.payment(payment)).toMatchObject({ refundedMinor: 0 });
  });

  it('follows a refund that Paymob works on until it ends', async () => {
    const { payment } = await scene.paidOrder();
    await fault({ kind: 'child_pending', path: '/api/acceptance/void_refund/refund' });
    await refund(payment, 1_000).expect(202);
    const transactions = await transactionsOf(payment);
    await distortCallbacks(scene, payment, { drop: true });
    await scene.control.post(`/transactions/${transactions.at(-1)!.id}/settle`, { outcome: 'APPROVED' });

    await scene.pass({ minutes: 1 });
    await scene.shop.sweep();

    expect(await operationsOf(payment)).toEqual([['refund', 'succeeded']]);
    expect(await scene.payment(payment)).toMatchObject({ refundedMinor: 1_000 });
  });

  describe('a void', () => {
    it('undoes a card payment of today', async () => {
      const { order, payment } = await scene.paidOrder();

      await scene.operate(payment, 'void').expect(201);
      await scene.deliver();

      expect(await scene.order(order)).toMatchObject({ paymentStatus: 'refunded' });
      expect(await scene.payment(payment)).toMatchObject({
        status: 'voided',
        refundedMinor: order.totalMinor,
      });
      expect(await scene.gatewayTotal(payment)).toMatchObject({
        balance_cents: 0,
        voided_cents: order.totalMinor,
      });
    });

    it('is refused by Paymob when the business day is over, in Paymob’s words', async () => {
      const { payment } = await scene.paidOrder();
      await scene.pass({ minutes: DAY_MINUTES });

      const refused = await scene.operate(payment, 'void').expect(422);

      expect(refused.body).toMatchObject({
        code: 'payments.provider_refused',
        providerMessage: 'The transaction is settled and can not be voided',
      });
      expect(await operationsOf(payment)).toEqual([['void', 'failed']]);
    });

    it('is refused after a refund', async () => {
      const { payment } = await scene.paidOrder();
      await refund(payment, 1).expect(201);

      const refused = await scene.operate(payment, 'void').expect(409);

      expect(refused.body).toMatchObject({ code: 'payments.not_voidable' });
    });

    it('and a refund at the same time never give back more than came', async () => {
      const { order, payment } = await scene.paidOrder();

      const answers = await Promise.all([
        scene.operate(payment, 'void'),
        refund(payment, order.totalMinor),
        scene.operate(payment, 'void'),
        refund(payment, order.totalMinor),
      ]);

      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(await scene.gatewayTotal(payment)).toMatchObject({ balance_cents: 0 });
    });
  });

  const fault = (fault: object) => scene.control.post('/faults', fault);

  const operationsOf = async (payment: { id: string }) =>
    (await scene.payment(payment)).operations.map(({ kind, state }) => [kind, state]);

  const transactionsOf = async ({ paymobOrderId }: { paymobOrderId: number }) =>
    (await scene.control.get<{ transactions: { id: number }[] }>(`/orders/${paymobOrderId}`)).transactions;
});

describe('cards that are only authorised', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await PaymentScene.open({ PAYMOB_AUTH_INTEGRATION_ID: '1004' });
  });
  afterAll(() => scene.close());

  it('confirm the order and are captured by staff, in parts', async () => {
    const { order, payment } = await scene.paidOrder();
    expect(await scene.order(order)).toMatchObject({ status: 'confirmed', paymentStatus: 'authorized' });
    expect(await scene.payment(payment)).toMatchObject({
      status: 'authorized',
      authorizedMinor: order.totalMinor,
    });

    await scene.operate(payment, 'capture', { amountMinor: 10_000 }).expect(201);
    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'partially_paid' });
    await scene.operate(payment, 'capture').expect(201);
    await scene.deliver();

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'paid' });
    expect(await scene.payment(payment)).toMatchObject({
      status: 'succeeded',
      authorizedMinor: 0,
      capturedMinor: order.totalMinor,
    });
    expect(await scene.gatewayTotal(payment)).toMatchObject({ captured_cents: order.totalMinor });
  });

  it('are captured no further than authorised, by ten at once', async () => {
    const { order, payment } = await scene.paidOrder();
    const share = Math.floor(order.totalMinor / 3);

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => scene.operate(payment, 'capture', { amountMinor: share })),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(await scene.gatewayTotal(payment)).toMatchObject({ captured_cents: 3 * share });
    expect(await scene.payment(payment)).toMatchObject({ capturedMinor: 3 * share });
  });

  it('are captured or voided, but not both at once', async () => {
    const { order, payment } = await scene.paidOrder();

    const [captured, voided] = await Promise.all([
      scene.operate(payment, 'capture', { amountMinor: order.totalMinor }),
      scene.operate(payment, 'void'),
    ]);

    expect(new Set([captured.status, voided.status])).toEqual(new Set([201, 409]));
    const { paymentStatus } = await scene.order(order);
    expect(paymentStatus).toBe(captured.status === 201 ? 'paid' : 'voided');
  });

  it('are released by a void, and the order knows', async () => {
    const { order, payment } = await scene.paidOrder();

    await scene.operate(payment, 'void').expect(201);
    await scene.deliver();

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'voided' });
    expect(await scene.payment(payment)).toMatchObject({
      status: 'voided',
      authorizedMinor: 0,
      capturedMinor: 0,
    });
    await scene.operate(payment, 'capture', { amountMinor: 1 }).expect(409);
  });

  it('are refunded only as far as they were captured', async () => {
    const { payment } = await scene.paidOrder();
    await scene.operate(payment, 'capture', { amountMinor: 5_000 }).expect(201);

    const refused = await scene.operate(payment, 'refunds', { amountMinor: 5_001, reason: 'x' }).expect(409);
    expect(refused.body).toMatchObject({ refundableMinor: 5_000 });
    await scene.operate(payment, 'refunds', { amountMinor: 5_000, reason: 'x' }).expect(201);

    const after: PaymentBody = await scene.payment(payment);
    expect(after).toMatchObject({ capturedMinor: 5_000, refundedMinor: 5_000 });
  });

  it('are released when the order is cancelled', async () => {
    const { order, payment } = await scene.paidOrder();

    await scene.shop.act(order.id, 'cancel');
    await scene.deliver();

    expect(await scene.order(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'voided' });
    expect(await scene.payment(payment)).toMatchObject({ status: 'voided' });
  });

  it('are found to have lapsed when nobody captured them for 14 days', async () => {
    const { order, payment } = await scene.paidOrder();
    await distortCallbacks(scene, payment, { drop: true });

    await scene.pass({ minutes: 14 * DAY_MINUTES + 90 });
    await scene.shop.sweep();

    expect(await scene.order(order)).toMatchObject({ paymentStatus: 'voided' });
    expect(await scene.payment(payment)).toMatchObject({ status: 'voided', authorizedMinor: 0 });
  });
});
