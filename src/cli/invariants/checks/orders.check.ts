import type { Types } from 'mongoose';
import type { OrderRecord } from '../../../modules/orders/order.schema.js';
import type { CartRecord } from '../../../modules/carts/cart.schema.js';
import type { PaymentRecord } from '../../../modules/payments/payment.schema.js';
import { byIds, collection } from '../collections.js';
import { inBatches } from '../streams.js';
import type { Check, Finding, Scope } from '../violation.js';
import { historyFindings } from './history.findings.js';
import { orderFindings } from './order.findings.js';
import { orderLeftovers } from './order-leftovers.findings.js';
import { orderPaymentFindings } from './order-payments.findings.js';

const BATCH = 100;

/** Every order by itself, against its payments, and against its cart. */
export const checkOrders: Check = async function* (scope, only) {
  const orders = collection(scope.db, 'orders').find(byIds(only)).sort({ _id: 1 });
  for await (const batch of inBatches(orders, BATCH)) {
    const [payments, carts] = await Promise.all([paymentsOf(batch, scope), cartsOf(batch, scope)]);
    for (const order of batch) {
      const id = order._id.toHexString();
      const findings = [
        ...orderFindings(order),
        ...historyFindings(order),
        ...orderLeftovers(order, scope),
        ...orderPaymentFindings(order, payments.get(id) ?? []),
        ...cartFindings(order, carts.get(order.cartId.toHexString())),
      ];
      for (const finding of findings) {
        yield { ...finding, where: { order: id, number: order.number, ...finding.where }, anchor: order._id };
      }
    }
  }
};

async function paymentsOf(orders: OrderRecord[], { db }: Scope): Promise<Map<string, PaymentRecord[]>> {
  const ids = orders.map(({ _id }) => _id);
  const payments = await collection(db, 'payments')
    .find({ orderId: { $in: ids } })
    .toArray();
  return Map.groupBy(payments, ({ orderId }) => orderId.toHexString());
}

type OrderedCart = Pick<CartRecord, 'status'> & { _id: Types.ObjectId; orderId?: Types.ObjectId };

async function cartsOf(orders: OrderRecord[], { db }: Scope): Promise<Map<string, OrderedCart>> {
  const carts = await collection(db, 'carts')
    .find<OrderedCart>(
      { _id: { $in: orders.map(({ cartId }) => cartId) } },
      { projection: { status: 1, orderId: 1 } },
    )
    .toArray();
  return new Map(carts.map((cart) => [cart._id.toHexString(), cart]));
}

/** I4: a cart becomes one order. Carts are forgotten after a while, orders are not. */
function cartFindings(order: OrderRecord, cart: OrderedCart | undefined): Finding[] {
  if (cart === undefined || order.status === 'placing' || order.status === 'rejected') return [];
  const isOwn = cart.status === 'ordered' && cart.orderId?.equals(order._id) === true;
  if (isOwn) return [];
  return [
    {
      invariant: 'I4',
      what: `The cart of the order is ${cart.status} and names ${cart.orderId?.toHexString() ?? 'no order'}`,
      where: { cart: cart._id.toHexString() },
      hint: 'The cart could be ordered a second time: compare both orders',
    },
  ];
}
