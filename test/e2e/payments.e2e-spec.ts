import { randomUUID } from 'node:crypto';
import { startPaymentScene, type PaymentScene } from '../support/payments.js';

describe('payments', () => {
  let scene: PaymentScene;

  beforeAll(async () => {
    scene = await startPaymentScene();
  });
  afterAll(() => scene.close());

  it('sells: a card is charged and the order is paid', async () => {
    const { http } = scene.test;
    const order = await scene.placeOrder();
    const guest = { 'X-Cart-Token': order.cartToken };
    const started = await http
      .post('/v1/payments')
      .set({ ...guest, 'Idempotency-Key': randomUUID() })
      .send({ orderId: order.id, method: 'card' })
      .expect(201);
    const { checkoutUrl } = started.body as { checkoutUrl: string };
    const clientSecret = new URL(checkoutUrl).searchParams.get('clientSecret');
    await scene.control.post(`/intentions/${clientSecret}/pay`);
    await scene.control.post('/deliveries/flush');
    const paid = await http.get(`/v1/orders/${order.id}`).set(guest).expect(200);
    expect(paid.body).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
  });
});
