import { register } from './accounts.js';
import type { PaymentScene } from './payments.js';

/** Brings orders into every state that they can rest in, so that a check has something of each kind to look at. */
export async function liveThroughADay(scene: PaymentScene): Promise<void> {
  const { shop } = scene;
  await delivered(scene);
  await refundedInPart(scene);
  await cancelledInPart(scene);
  await cashRefused(scene);
  await backordered(scene);
  await expired(scene);
  const rare = await shop.addProduct(1);
  const carts = [await shop.cartWith({ [rare]: 1 }), await shop.cartWith({ [rare]: 1 })];
  await Promise.all(carts.map((cart) => shop.place(cart)));
  await shop.setRules(await shop.addProduct(3), { lowStockThreshold: 1 });
  await shop.cartWith({ [await shop.addProduct(2)]: 1 });
  await register(shop.test);
  await shop.sweep();
}

async function delivered(scene: PaymentScene): Promise<void> {
  const { order } = await scene.paidOrder();
  const sent = await scene.shop.act(order.id, 'fulfilments', { carrier: 'Bosta', trackingNumber: '1' });
  await scene.shop.act(order.id, `fulfilments/${sent.fulfilments[0]!.id}/deliver`);
}

async function refundedInPart(scene: PaymentScene): Promise<void> {
  const { payment } = await scene.paidOrder();
  await scene.operate(payment, 'refunds', { amountMinor: 100, reason: 'goodwill' }).expect(201);
  await scene.deliver();
}

async function cancelledInPart({ shop }: PaymentScene): Promise<void> {
  const sku = await shop.addProduct(10);
  const { order } = await shop.confirmedOrder({ [sku]: 3 });
  await shop.act(order.id, 'cancel', { lines: [{ sku, quantity: 1 }] });
}

async function cashRefused({ shop }: PaymentScene): Promise<void> {
  const { order } = await shop.confirmedOrder({ [await shop.addProduct(5)]: 2 });
  const sent = await shop.act(order.id, 'fulfilments');
  await shop.act(order.id, `fulfilments/${sent.fulfilments[0]!.id}/refuse`);
}

async function backordered({ shop }: PaymentScene): Promise<void> {
  const sku = await shop.addProduct(1);
  await shop.setRules(sku, { policy: 'backorder', backorderLimit: 5 });
  await shop.confirmedOrder({ [sku]: 3 });
}

async function expired(scene: PaymentScene): Promise<void> {
  await scene.placeOrder();
  await scene.pass({ minutes: 60 });
  await scene.shop.sweep();
  await scene.placeOrder();
}
