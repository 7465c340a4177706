import { ApiError } from '../wire/api-error.ts';
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
  requireFreshReference(sandbox, order.merchantOrderId);
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

/** @throws {ApiError} 422 when an order has the reference */
export function requireFreshReference(sandbox: Sandbox, reference: string | null): void {
  if (reference === null || !sandbox.behaviour().reject_duplicate_reference) return;
  const isUsed = sandbox.store.orders.latestBy('merchantOrderId', reference) !== undefined;
  if (isUsed) throw new ApiError(422, { message: 'duplicate' });
}
