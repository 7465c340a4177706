import { byIds, collection } from '../collections.js';
import { inBatches } from '../streams.js';
import type { Check } from '../violation.js';

const BATCH = 200;

/** I6: a cart whose order was refused is its owner's again. I3: an ordered cart has its order. */
export const checkCarts: Check = async function* ({ db }, only) {
  const carts = collection(db, 'carts')
    .find({ ...byIds(only), status: 'ordered' }, { projection: { orderId: 1 } })
    .sort({ _id: 1 });
  for await (const batch of inBatches(carts, BATCH)) {
    const orders = await collection(db, 'orders')
      .find(
        { _id: { $in: batch.flatMap(({ orderId }) => orderId ?? []) } },
        { projection: { status: 1, outbox: 1 } },
      )
      .toArray();
    const byId = new Map(orders.map((order) => [order._id.toHexString(), order]));
    for (const { _id, orderId } of batch) {
      const order = orderId === undefined ? undefined : byId.get(orderId.toHexString());
      const isHere = order !== undefined && (order.status !== 'rejected' || order.outbox.length > 0);
      if (isHere) continue;
      yield {
        invariant: order === undefined ? 'I3' : 'I6',
        what: `The cart is ordered, and its order is ${order?.status ?? 'not there'}`,
        hint: 'Its owner cannot order it any more: set its status to active',
        where: { cart: _id.toHexString() },
        anchor: _id,
      };
    }
  }
};
