import type { Json } from '../model/json.ts';
import type { Order } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { orderBody } from '../wire/order-body.ts';
import type { Control } from './control.ts';
import { deliveryBody } from './delivery-body.ts';
import { findOrder, findTransaction } from './find.ts';
import { readLedger } from './ledger.ts';

/** What the sandbox knows; nothing here changes anything. */
export const inspectionControls: Control[] = [
  {
    method: 'get',
    path: '/orders',
    run: (sandbox) => ({
      orders: sandbox.store.orders.all().map((order) => orderBody(order, sandbox.baseUrl)),
    }),
  },
  {
    method: 'get',
    path: '/orders/:id',
    run: (sandbox, { params }) => readOrder(sandbox, findOrder(sandbox, params['id'])),
  },
  {
    method: 'get',
    path: '/transactions/:id',
    run: (sandbox, { params }) => sandbox.lookup.transactionBody(findTransaction(sandbox, params['id'])),
  },
  { method: 'get', path: '/ledger', run: readLedger },
];

/** The order with all that happened to it. */
function readOrder(sandbox: Sandbox, order: Order): Json {
  const { store, lookup, baseUrl } = sandbox;
  return {
    order: orderBody(order, baseUrl),
    transactions: store.transactions
      .findBy('orderId', order.id)
      .map((transaction) => lookup.transactionBody(transaction)),
    deliveries: store.deliveries.findBy('orderId', order.id).map(deliveryBody),
  };
}
