import type { mongo } from 'mongoose';
import type { IdempotencyKeyRecord } from '../../common/idempotency/idempotency-key.schema.js';
import type { CartRecord } from '../../modules/carts/cart.schema.js';
import type { StockAdjustmentRecord } from '../../modules/inventory/stock-adjustment.schema.js';
import type { StockItemRecord } from '../../modules/inventory/stock-item.schema.js';
import type { OrderRecord } from '../../modules/orders/order.schema.js';
import type { CallbackRecord } from '../../modules/payments/callback-inbox.schema.js';
import type { PaymentRecord } from '../../modules/payments/payment.schema.js';
import type { UserRecord } from '../../modules/users/user.schema.js';

interface Documents {
  callback_inbox: CallbackRecord;
  carts: CartRecord;
  idempotency_keys: IdempotencyKeyRecord;
  orders: OrderRecord;
  payments: PaymentRecord;
  stock_adjustments: StockAdjustmentRecord;
  stock_items: StockItemRecord;
  users: UserRecord;
}

/** A collection by the driver alone: the checks share the shapes of the application, not its queries. */
export function collection<Name extends keyof Documents>(
  db: mongo.Db,
  name: Name,
): mongo.Collection<Documents[Name]> {
  return db.collection<Documents[Name]>(name);
}

/** Everything, or only the documents with these ids. */
export function byIds(only: unknown[] | undefined): object {
  return only === undefined ? {} : { _id: { $in: only } };
}
