import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import type { PaymentScene } from './payments.js';
import type { Headers, OrderBody } from './shop.js';

/** An order of two units of one SKU. */
export interface Subject {
  id: string;
  sku: string;
  totalMinor: number;
  /** Of its guest. */
  headers: Headers;
}

/** A shop with plenty of one item. */
export interface Stage {
  scene: PaymentScene;
  sku: string;
}

export type MakeSubject = (stage: Stage) => Promise<Subject>;

/** All that staff and customers can do to an order; what concerns a parcel concerns the first. */
export const ACTIONS = [
  'confirm',
  'send all',
  'send one',
  'cancel all',
  'cancel all as guest',
  'cancel one',
  'deliver',
  'refuse',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Does it; the caller looks at the answer. */
export async function act({ shop }: PaymentScene, subject: Subject, action: Action) {
  const one = { lines: [{ sku: subject.sku, quantity: 1 }] };
  switch (action) {
    case 'confirm':
      return shop.try(subject.id, 'confirm');
    case 'send all':
      return shop.try(subject.id, 'fulfilments');
    case 'send one':
      return shop.try(subject.id, 'fulfilments', one);
    case 'cancel all':
      return shop.try(subject.id, 'cancel');
    case 'cancel all as guest':
      return shop.http
        .post(`/v1/orders/${subject.id}/cancel`)
        .set({ ...subject.headers, 'Idempotency-Key': randomUUID() })
        .send({});
    case 'cancel one':
      return shop.try(subject.id, 'cancel', one);
  }
  const { fulfilments, paymentMethod } = (await shop.read(subject.id)) as OrderBody & {
    paymentMethod: string;
  };
  const parcel = fulfilments[0] ?? { id: '0'.repeat(24), amountMinor: 0 };
  const isCash = action === 'deliver' && paymentMethod === 'cod';
  const body = isCash ? { collectedMinor: parcel.amountMinor } : {};
  return shop.try(subject.id, `fulfilments/${parcel.id}/${action}`, body);
}

/** An order that waits for money. */
export function pending(paymentMethod: 'card' | 'cod'): MakeSubject {
  return async ({ scene: { shop }, sku }) => {
    const { order, headers } = await shop.order({ [sku]: 2 }, { paymentMethod });
    return { id: order.id, sku, totalMinor: order.totals.grandTotalMinor, headers };
  };
}

/** An order that a card has paid, or whose money it holds. */
export const paid: MakeSubject = async (stage) => {
  const subject = await pending('card')(stage);
  const { scene } = stage;
  await scene.pay(await scene.checkout(subject));
  return subject;
};

/** The order after these actions, each of which must succeed. */
export function after(make: MakeSubject, ...actions: Action[]): MakeSubject {
  return async (stage) => {
    const { scene } = stage;
    const subject = await make(stage);
    for (const action of actions) {
      await settled(scene, subject);
      const answer = await act(scene, subject, action);
      if (answer.status >= 300) throw new Error(`${action} was answered with ${answer.text}`);
    }
    return subject;
  };
}

/** The stored order when all callbacks of its payment have been applied. */
export async function settled(scene: PaymentScene, subject: Subject): Promise<Record<string, unknown>> {
  await scene.deliver();
  await scene.order(subject);
  return stored(scene, subject);
}

export async function stored({ shop }: PaymentScene, { id }: Subject): Promise<Record<string, unknown>> {
  return (await shop.test.db.collection('orders').findOne({ _id: new Types.ObjectId(id) }))!;
}
