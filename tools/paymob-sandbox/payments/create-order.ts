import { ApiError } from '../api/api-error.ts';
import type { Json } from '../model/json.ts';
import type { Order } from '../model/records.ts';
import type { Sandbox } from '../sandbox.ts';

export interface NewOrder {
  amountCents: number;
  currency: string;
  merchantOrderId: string | null;
  items: Json[];
  shippingData?: Json | null;
  deliveryNeeded?: boolean;
}

/** @throws {ApiError} 422 when the merchant has used the reference before */
export function createOrder(sandbox: Sandbox, order: NewOrder): Order {
  const { store, ids, clock } = sandbox;
  const { merchantOrderId } = order;
  const isRepeated =
    merchantOrderId !== null && store.orders.latestBy('merchantOrderId', merchantOrderId) !== undefined;
  if (isRepeated && sandbox.behaviour().reject_duplicate_reference) {
    throw new ApiError(422, { message: 'duplicate' });
  }
  return store.orders.save({
    shippingData: null,
    deliveryNeeded: false,
    ...order,
    id: ids.next('orders'),
    createdAt: clock.now(),
    paidAmountCents: 0,
    isPaymentLocked: false,
    token: ids.token(),
  });
}
