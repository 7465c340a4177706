import type { OrderResponse } from './dto/order.response.js';
import type { OrderRecord } from './order.schema.js';

/** The client's view of an order: what is not named here does not leave the process. */
export function toOrderResponse(order: OrderRecord): OrderResponse {
  const { shippingAddress: address } = order;
  const isWaiting = order.status === 'pending' && order.paymentStatus === 'unpaid';
  return {
    id: order._id.toHexString(),
    number: order.number,
    email: order.email,
    status: order.status,
    paymentStatus: order.paymentStatus,
    fulfilmentStatus: order.fulfilmentStatus,
    currency: order.currency,
    lines: order.lines.map((line) => ({
      sku: line.sku,
      productId: line.productId.toHexString(),
      title: line.title,
      optionValues: line.optionValues,
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      totalMinor: line.totalMinor,
      taxMinor: line.taxMinor,
      taxRate: line.taxRate,
    })),
    totals: {
      itemsMinor: order.totals.itemsMinor,
      shippingMinor: order.totals.shippingMinor,
      taxMinor: order.totals.taxMinor,
      grandTotalMinor: order.totals.grandTotalMinor,
    },
    capturedMinor: order.payment.capturedMinor,
    refundedMinor: order.payment.refundedMinor,
    shippingAddress: {
      firstName: address.firstName,
      lastName: address.lastName,
      phone: address.phone,
      line1: address.line1,
      line2: address.line2,
      city: address.city,
      governorate: address.governorate,
      postalCode: address.postalCode,
      country: address.country,
    },
    shippingMethod: order.shippingMethod,
    paymentMethod: order.paymentMethod,
    expiresAt: isWaiting ? order.expiresAt.toISOString() : null,
    history: order.history
      // `placing` is our own work in progress; to the client an order begins as pending.
      .filter(({ to }) => to !== 'placing')
      .map(({ at, field, from, to, note }) => ({
        at: at.toISOString(),
        field,
        from: from === undefined || from === 'placing' ? null : from,
        to,
        note: note ?? null,
      })),
    createdAt: order.createdAt.toISOString(),
  };
}
