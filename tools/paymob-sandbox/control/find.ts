import type { Order, Transaction } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';
import { ControlError } from './control-error.ts';

/** @throws {ControlError} 404 */
export function findOrder(sandbox: Sandbox, id: string | undefined): Order {
  const order = sandbox.store.orders.get(Number(id));
  if (order === undefined) throw new ControlError(404, 'There is no such order');
  return order;
}

/** @throws {ControlError} 404 */
export function findTransaction(sandbox: Sandbox, id: string | undefined): Transaction {
  const transaction = sandbox.store.transactions.get(Number(id));
  if (transaction === undefined) throw new ControlError(404, 'There is no such transaction');
  return transaction;
}
