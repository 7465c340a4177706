import type { Json } from '../model/json.ts';
import { startScene, type Scene } from '../testing/scene.ts';

describe('inquiries', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());

  async function pay(reference: string, outcome = 'APPROVED'): Promise<{ orderId: number; id: number }> {
    const { intention_order_id: orderId } = await scene.merchant.intention({ special_reference: reference });
    const { transaction } = await scene.control.post<{ transaction: { id: number } }>(
      `/orders/${orderId}/pay`,
      {
        outcome,
      },
    );
    return { orderId, id: transaction.id };
  }

  it('shows a transaction by its id, without an envelope', async () => {
    const { orderId, id } = await pay('a');

    const { status, body } = await scene.merchant.token('GET', `/api/acceptance/transactions/${id}`);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      success: true,
      order: { id: orderId, merchant_order_id: 'a' },
      owner: 500001,
    });
  });

  it.each(['order_id', 'merchant_order_id'])(
    'shows the latest transaction of an order by its %s',
    async (field) => {
      const { orderId } = await pay('b', 'DECLINED');
      const { transaction } = await scene.control.post<{ transaction: Json }>(`/orders/${orderId}/pay`, {
        force: true,
      });

      const { status, body } = await scene.merchant.token(
        'POST',
        '/api/ecommerce/orders/transaction_inquiry',
        {
          [field]: field === 'order_id' ? orderId : 'b',
        },
      );

      expect(status).toBe(200);
      expect(body).toMatchObject({ id: transaction['id'], success: true });
    },
  );

  it('shows a payment that is still waiting', async () => {
    const { key, orderId } = await scene.merchant.legacyKey(1003);
    await scene.merchant.call('POST', '/api/acceptance/payments/pay', {
      body: { source: { identifier: 'AGGREGATOR', subtype: 'AGGREGATOR' }, payment_token: key },
    });

    const { body } = await scene.merchant.token('POST', '/api/ecommerce/orders/transaction_inquiry', {
      order_id: orderId,
    });

    expect(body).toMatchObject({ pending: true, success: false });
  });

  it('shows a refund when it is the latest transaction, unless told not to', async () => {
    const { orderId, id } = await pay('c');
    await scene.merchant.secret('POST', '/api/acceptance/void_refund/refund', {
      transaction_id: id,
      amount_cents: 1,
    });
    const inquire = async (): Promise<Json> =>
      (await scene.merchant.token('POST', '/api/ecommerce/orders/transaction_inquiry', { order_id: orderId }))
        .body;

    expect(await inquire()).toMatchObject({ parent_transaction: id, is_refund: true });

    await scene.control.put('/behaviour', { inquiry_sees_children: false });
    expect(await inquire()).toMatchObject({ id, is_refunded: true });
  });

  it('shows an order with what was paid', async () => {
    const { orderId } = await pay('d');

    const { body } = await scene.merchant.token('GET', `/api/ecommerce/orders/${orderId}`);

    expect(body).toMatchObject({ id: orderId, paid_amount_cents: 10000, payment_status: 'PAID' });
  });

  it.each([
    ['a transaction', 'GET', '/api/acceptance/transactions/1', undefined],
    ['a transaction with a text for an id', 'GET', '/api/acceptance/transactions/x', undefined],
    ['an order', 'GET', '/api/ecommerce/orders/1', undefined],
    ['the order of an inquiry', 'POST', '/api/ecommerce/orders/transaction_inquiry', { order_id: 1 }],
    [
      'the reference of an inquiry',
      'POST',
      '/api/ecommerce/orders/transaction_inquiry',
      { merchant_order_id: 'x' },
    ],
    ['a page', 'GET', '/api/acceptance/transactions?page=7', undefined],
    ['a page number', 'GET', '/api/ecommerce/orders?page=x', undefined],
  ])('answers 404 when %s is unknown', async (_case, method, path, body) => {
    expect(await scene.merchant.token(method, path, body)).toMatchObject({
      status: 404,
      body: { detail: expect.any(String) },
    });
  });

  it('answers 404 to an order that nobody has tried to pay', async () => {
    const { intention_order_id: orderId } = await scene.merchant.intention();

    const { status } = await scene.merchant.token('POST', '/api/ecommerce/orders/transaction_inquiry', {
      order_id: orderId,
    });

    expect(status).toBe(404);
  });

  it('lists transactions and orders by pages of ten, newest first', async () => {
    const ids: number[] = [];
    for (let number = 0; number < 11; number += 1) ids.unshift((await pay(`list-${number}`)).id);

    const first = await scene.merchant.token<{ results: Json[]; next: unknown }>(
      'GET',
      '/api/acceptance/transactions',
    );
    const second = await scene.merchant.token<{ results: Json[]; next: unknown }>(
      'GET',
      '/api/acceptance/transactions?page=2',
    );
    const orders = await scene.merchant.token<{ results: Json[] }>('GET', '/api/ecommerce/orders');

    expect(first.body.results.map(({ id }) => id)).toEqual(ids.slice(0, 10));
    expect(first.body.next).toBe('?page=2');
    expect(second.body.results.map(({ id }) => id)).toEqual(ids.slice(10));
    expect(second.body.next).toBeNull();
    expect(orders.body.results).toHaveLength(10);
  });

  it('lists the saved cards of an order, or answers 404', async () => {
    const { payment_keys: keys, intention_order_id: orderId } = await scene.merchant.intention();
    await scene.browser.payByCard(keys[0]?.key ?? '', { save_card: 'true' });

    const some = await scene.merchant.token('POST', '/api/acceptance/order_card_tokens', {
      order_id: orderId,
    });
    const none = await scene.merchant.token('POST', '/api/acceptance/order_card_tokens', {
      order_id: (await pay('e')).orderId,
    });

    expect(some).toMatchObject({
      status: 200,
      body: [{ masked_pan: 'xxxx-xxxx-xxxx-2346', order_id: String(orderId), email: 'salma@example.com' }],
    });
    expect(none).toMatchObject({ status: 404, body: { message: 'No card tokens found for this order' } });
  });

  it.each([
    [1001, 'EGP', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/],
    [2001, 'AED', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+04:00$/],
    [3001, 'OMR', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+04:00$/],
  ])('writes the moments of integration %d as its region does', async (integrationId, currency, shape) => {
    const { intention_order_id: orderId } = await scene.merchant.intention({
      payment_methods: [integrationId],
      currency,
    });

    const { transaction } = await scene.control.post<{ transaction: Json }>(`/orders/${orderId}/pay`);

    expect(transaction['created_at']).toMatch(shape);
  });
});
