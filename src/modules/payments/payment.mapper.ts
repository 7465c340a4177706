import type { Operation } from './domain/operation.js';
import { statusOf } from './domain/payment-status.js';
import { totalsOf } from './domain/payment-totals.js';
import type { PaymentOperationResponse, PaymentResponse } from './dto/payment.response.js';
import type { SavedCardResponse } from './dto/saved-card.response.js';
import type { PaymentRecord } from './payment.schema.js';
import type { SavedCardRecord } from './saved-card.schema.js';

export function toPaymentResponse(payment: PaymentRecord, now: Date): PaymentResponse {
  return {
    id: payment._id.toHexString(),
    orderId: payment.orderId.toHexString(),
    method: payment.method,
    status: statusOf(payment, now),
    amountMinor: payment.amountMinor,
    ...totalsOf(payment),
    currency: payment.currency,
    checkoutUrl: payment.checkout?.url ?? null,
    iframeUrl: payment.checkout?.iframeUrl ?? null,
    billReference: payment.checkout?.billReference ?? null,
    expiresAt: payment.checkoutExpiresAt?.toISOString() ?? null,
    operations: payment.operations.map(toOperationResponse),
    createdAt: payment.createdAt.toISOString(),
  };
}

export function toOperationResponse(operation: Operation): PaymentOperationResponse {
  const { id, kind, state, amountMinor, requestedAt } = operation;
  return { id, kind, state, amountMinor, requestedAt: requestedAt.toISOString() };
}

export function toSavedCardResponse(card: SavedCardRecord): SavedCardResponse {
  const { brand, lastFour, createdAt } = card;
  return { id: card._id.toHexString(), brand, lastFour, createdAt: createdAt.toISOString() };
}
