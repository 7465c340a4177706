import type { PaymentResponse } from './dto/payment.dto.js';
import type { PaymentRecord } from './payment.schema.js';

export function toPaymentResponse(payment: PaymentRecord): PaymentResponse {
  return {
    id: payment._id.toHexString(),
    orderId: payment.orderId.toHexString(),
    method: payment.method,
    status: payment.status,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    checkoutUrl: payment.checkoutUrl ?? null,
    createdAt: payment.createdAt.toISOString(),
  };
}
