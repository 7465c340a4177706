import type {
  TaxedAmountResponse,
  FulfilmentResponse,
  OrderLineResponse,
  OrderResponse,
} from './dto/order.response.js';
import { dueMinor } from './domain/order-money.js';
import type { FulfilmentRecord, OrderLineRecord, OrderRecord } from './order.schema.js';

/** The client's view of an order: what is not named here does not leave the process. */
export function toOrderResponse(order: OrderRecord): OrderResponse {
  const { shippingAddress: address, shipping, totals, payment } = order;
  const isWaiting = order.status === 'pending' && order.paymentStatus === 'unpaid';
  return {
    id: order._id.toHexString(),
    number: order.number,
    email: order.email,
    customerNote: order.customerNote ?? null,
    status: order.status,
    paymentStatus: order.paymentStatus,
    fulfilmentStatus: order.fulfilmentStatus,
    currency: order.currency,
    lines: order.lines.map(toLine),
    totals: {
      itemsMinor: totals.itemsMinor,
      shippingMinor: totals.shippingMinor,
      taxMinor: totals.taxMinor,
      grandTotalMinor: totals.grandTotalMinor,
      cancelledMinor: order.cancelledMinor,
      dueMinor: dueMinor(order),
    },
    taxLines: order.taxLines.map(({ taxClass, rate, baseMinor, taxMinor }) => ({
      taxClass,
      rate,
      baseMinor,
      taxMinor,
    })),
    taxIncluded: order.taxIncluded,
    payment: {
      authorizedMinor: payment.authorizedMinor,
      capturedMinor: payment.capturedMinor,
      refundedMinor: payment.refundedMinor,
    },
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
    shipping: {
      code: shipping.code,
      name: shipping.name,
      priceMinor: shipping.priceMinor,
      cashOnDeliveryFeeMinor: shipping.cashOnDeliveryFeeMinor,
      ...toAmounts(shipping),
      ...(shipping.pickup !== undefined && { pickupLocation: shipping.pickup.locationCode }),
    },
    paymentMethod: order.paymentMethod,
    isAwaitingGoods: order.isAwaitingGoods ?? false,
    fulfilments: order.fulfilments.map(toFulfilment),
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

function toLine(line: OrderLineRecord): OrderLineResponse {
  return {
    sku: line.sku,
    productId: line.productId.toHexString(),
    title: line.title,
    optionValues: line.optionValues,
    quantity: line.quantity,
    cancelledQuantity: line.cancelledQuantity,
    fulfilledQuantity: line.fulfilledQuantity,
    unitPriceMinor: line.unitPriceMinor,
    totalMinor: line.totalMinor,
    ...toAmounts(line),
  };
}

function toAmounts({
  netMinor,
  taxMinor,
  grossMinor,
  taxRate,
  taxClass,
}: TaxedAmountResponse): TaxedAmountResponse {
  return { netMinor, taxMinor, grossMinor, taxRate, taxClass };
}

function toFulfilment(parcel: FulfilmentRecord): FulfilmentResponse {
  return {
    id: parcel.id,
    status: parcel.status,
    lines: parcel.lines.map(({ sku, quantity }) => ({ sku, quantity })),
    amountMinor: parcel.amountMinor,
    carrier: parcel.carrier ?? null,
    trackingNumber: parcel.trackingNumber ?? null,
    trackingUrl: parcel.trackingUrl ?? null,
    shippedAt: parcel.shippedAt.toISOString(),
    deliveredAt: parcel.deliveredAt?.toISOString() ?? null,
    refusedAt: parcel.refusedAt?.toISOString() ?? null,
  };
}
