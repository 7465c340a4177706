import type { Json } from '../model/json.ts';
import { startScene, type Scene } from '../testing/scene.ts';
import { signTransaction } from '../wire/hmac.ts';

const SECRET = 'sandbox_hmac_secret';

describe('scenarios for redirects', () => {
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

  it('keeps the browser here: only the callback comes', async () => {
    await scenario({ drop: true }, { target: 'redirect' });

    const { redirect_url: url } = await pay();

    expect(url).toBeNull();
    expect(await scene.shop.arrived(1)).toHaveLength(1);
  });

  it('breaks its signature', async () => {
    await scenario({ tamper: { success: true } }, { target: 'redirect' });

    const { transaction, redirect_url: url } = await pay({ outcome: 'DECLINED' });

    const query = new URL(url ?? '').searchParams;
    expect(query.get('success')).toBe('true');
    expect(query.get('hmac')).toBe(signTransaction(transaction, SECRET));
  });

  it('names the order order_id, when told to', async () => {
    await scene.control.put('/behaviour', { redirect_order_key: 'order_id' });

    const { redirect_url: url } = await pay();

    expect(new URL(url ?? '').searchParams.get('order_id')).toBe(String(orderId));
    expect(new URL(url ?? '').searchParams.has('order')).toBe(false);
  });
});
