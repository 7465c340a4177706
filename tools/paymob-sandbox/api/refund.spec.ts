import { Payments } from '../testing/payments.ts';
import { startScene, type Scene } from '../testing/scene.ts';

/** Noon in Cairo, so that a test cannot run across the end of a business day. */
const NOON = Date.UTC(2026, 0, 15, 10);

describe('refunds', () => {
  let scene: Scene;
  let payments: Payments;

  beforeEach(async () => {
    scene = await startScene({ now: () => NOON });
    payments = new Payments(scene);
  });
  afterEach(() => scene.stop());

  it('answers a child transaction and changes the payment', async () => {
    const id = await payments.paid();

    const { status, body } = await payments.refund(id, 4000);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: id + 1,
      amount_cents: 4000,
      success: true,
      pending: false,
      is_refund: true,
      is_refunded: false,
      is_standalone_payment: false,
      has_parent_transaction: true,
      parent_transaction: id,
      payment_key_claims: null,
      data: { migs_transaction: { type: 'REFUND' }, migs_order: { status: 'REFUNDED' } },
    });
    expect(await payments.read(id)).toMatchObject({
      is_refunded: true,
      refunded_amount_cents: 4000,
      success: true,
    });
  });

  it('takes partial refunds until nothing is left, then says how much is', async () => {
    const id = await payments.paid();
    await payments.refund(id, 4000);

    const tooMuch = await payments.refund(id, 6001);
    const rest = await payments.refund(id, 6000);
    const more = await payments.refund(id, 1);

    expect(tooMuch).toMatchObject({
      status: 400,
      body: {
        message:
          'Requested Refund Amount is greater than the maximum refund amount permissible. Maximum Refund Amount is EGP 60.0',
      },
    });
    expect(rest.status).toBe(200);
    expect(more).toMatchObject({ status: 400, body: { message: expect.stringMatching(/is EGP 0\.0$/) } });
  });

  it('writes amounts of the Omani rial with three digits', async () => {
    const id = await payments.paid(3001, { currency: 'OMR', amount: 12345 });

    expect((await payments.refund(id, 12346)).body['message']).toMatch(/is OMR 12\.345$/);
  });

  it('lets exactly one of two parallel refunds through that exceed the payment together', async () => {
    const id = await payments.paid();

    const answers = await Promise.all([payments.refund(id, 6000), payments.refund(id, 6000)]);

    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
    expect(await payments.read(id)).toMatchObject({ refunded_amount_cents: 6000 });
  });

  it('never gives back more than was paid under 20 parallel refunds', async () => {
    const id = await payments.paid();

    const answers = await Promise.all(Array.from({ length: 20 }, () => payments.refund(id, 1500)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6);
    expect(await payments.read(id)).toMatchObject({ refunded_amount_cents: 9000 });
  });

  it('calls back the child and the changed payment', async () => {
    const id = await payments.paid();
    await scene.shop.arrived(1);

    await payments.refund(id, 4000);

    const callbacks = (await scene.shop.arrived(3)).slice(1).map(({ obj }) => obj);
    expect(callbacks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: id + 1, is_refund: true, has_parent_transaction: true }),
        expect.objectContaining({ id, is_refunded: true, refunded_amount_cents: 4000 }),
      ]),
    );
  });

  it('flags the payment with the last refund only, when told to', async () => {
    await scene.control.put('/behaviour', { partial_refund_sets_flag: false });
    const id = await payments.paid();

    await payments.refund(id, 4000);
    expect(await payments.read(id)).toMatchObject({ is_refunded: false, refunded_amount_cents: 4000 });

    await payments.refund(id, 6000);
    expect(await payments.read(id)).toMatchObject({ is_refunded: true, refunded_amount_cents: 10000 });
  });

  it('refunds a wallet but not a kiosk, unless told to', async () => {
    const [wallet, kiosk] = [await payments.paid(1002), await payments.paid(1003)];

    expect((await payments.refund(wallet, 100)).status).toBe(200);
    expect((await payments.refund(kiosk, 100)).status).toBe(400);

    await scene.control.put('/behaviour', { refund_kiosk: true });
    expect((await payments.refund(kiosk, 100)).status).toBe(200);
  });

  it('refunds what was captured of an authorisation, by its id or the id of the capture', async () => {
    const id = await payments.paid(1004);
    const { body } = await payments.capture(id, 7000);

    expect((await payments.refund(id, 7001)).status).toBe(400);
    expect((await payments.refund(body['id'], 3000)).status).toBe(200);
    expect((await payments.refund(id, 4000)).status).toBe(200);
    expect(await payments.read(id)).toMatchObject({ refunded_amount_cents: 7000, captured_amount: 7000 });
  });

  it.each([
    ['no amount', undefined, { amount_cents: ['This field is required.'] }],
    ['an amount of zero', 0, { amount_cents: ['Ensure this value is greater than or equal to 1.'] }],
    ['an amount below zero', -1, { amount_cents: ['Ensure this value is greater than or equal to 1.'] }],
    ['a decimal amount', 1.5, { amount_cents: ['A valid integer is required.'] }],
  ])('answers 400 to %s', async (_case, amount, body) => {
    expect(await payments.refund(await payments.paid(), amount)).toMatchObject({ status: 400, body });
  });

  it('takes the older ways to authenticate: a token in the body or the query', async () => {
    const id = await payments.paid();
    const token = await scene.merchant.authToken();

    const inBody = await scene.merchant.call('POST', '/api/acceptance/void_refund/refund', {
      body: { auth_token: token, transaction_id: id, amount_cents: 100 },
    });
    const inQuery = await scene.merchant.call('POST', `/api/acceptance/void_refund/refund?token=${token}`, {
      body: { transaction_id: String(id), amount_cents: '100' },
    });

    expect([inBody.status, inQuery.status]).toEqual([200, 200]);
  });
});
