import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AddressDto } from '../../../common/dto/address.dto.js';
import { PageResponse } from '../../../common/http/pagination.js';
import { PARCEL_STATUSES } from '../domain/order.js';
import { FULFILMENT_STATUSES, PAYMENT_STATUSES, VISIBLE_STATUSES } from '../domain/order-lifecycle.js';

export class OrderTextResponse {
  @ApiProperty({ type: String })
  en: string;

  @ApiPropertyOptional({ type: String })
  ar?: string;
}

/** An amount with the tax in it taken apart. */
export class TaxedAmountResponse {
  @ApiProperty({ type: 'integer', description: 'Without tax, in minor units' })
  netMinor: number;

  @ApiProperty({ type: 'integer' })
  taxMinor: number;

  @ApiProperty({ type: 'integer', description: 'netMinor + taxMinor' })
  grossMinor: number;

  @ApiProperty({ type: 'integer', description: 'Basis points: 1400 is 14 %' })
  taxRate: number;

  @ApiProperty({ type: String, example: 'standard' })
  taxClass: string;
}

export class OrderLineResponse extends TaxedAmountResponse {
  @ApiProperty({ type: String })
  sku: string;

  @ApiProperty({ type: String })
  productId: string;

  @ApiProperty({ type: OrderTextResponse })
  title: OrderTextResponse;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { Size: 'M' } })
  optionValues: Record<string, string>;

  @ApiProperty({ type: 'integer' })
  quantity: number;

  @ApiProperty({ type: 'integer' })
  cancelledQuantity: number;

  @ApiProperty({ type: 'integer', description: 'Units handed to a carrier' })
  fulfilledQuantity: number;

  @ApiProperty({ type: 'integer', description: 'As priced: with tax in it when taxIncluded' })
  unitPriceMinor: number;

  @ApiProperty({ type: 'integer', description: 'quantity × unitPriceMinor' })
  totalMinor: number;
}

export class OrderShippingResponse extends TaxedAmountResponse {
  @ApiProperty({ type: String, example: 'standard' })
  code: string;

  @ApiProperty({ type: OrderTextResponse })
  name: OrderTextResponse;

  @ApiProperty({ type: 'integer', description: 'As priced, a fee for cash on delivery included' })
  priceMinor: number;

  @ApiProperty({ type: 'integer' })
  cashOnDeliveryFeeMinor: number;

  @ApiPropertyOptional({ type: String, description: 'Where the customer collects the order' })
  pickupLocation?: string;
}

export class OrderTotalsResponse {
  @ApiProperty({ type: 'integer', description: 'Sum of the lines’ totalMinor' })
  itemsMinor: number;

  @ApiProperty({ type: 'integer' })
  shippingMinor: number;

  @ApiProperty({
    type: 'integer',
    description: 'Inside the two above when taxIncluded, otherwise on top of them',
  })
  taxMinor: number;

  @ApiProperty({ type: 'integer', description: 'What was ordered for' })
  grandTotalMinor: number;

  @ApiProperty({ type: 'integer', description: 'What of it was cancelled' })
  cancelledMinor: number;

  @ApiProperty({
    type: 'integer',
    description: 'What the customer owes for the order as it stands, payments not counted',
  })
  dueMinor: number;
}

export class OrderTaxLineResponse {
  @ApiProperty({ type: String })
  taxClass: string;

  @ApiProperty({ type: 'integer', description: 'Basis points' })
  rate: number;

  @ApiProperty({ type: 'integer' })
  baseMinor: number;

  @ApiProperty({ type: 'integer' })
  taxMinor: number;
}

export class OrderPaymentSummaryResponse {
  @ApiProperty({ type: 'integer', description: 'Money held but not taken yet' })
  authorizedMinor: number;

  @ApiProperty({ type: 'integer', description: 'Money received' })
  capturedMinor: number;

  @ApiProperty({ type: 'integer', description: 'Money given back' })
  refundedMinor: number;
}

export class LineQuantityResponse {
  @ApiProperty({ type: String })
  sku: string;

  @ApiProperty({ type: 'integer' })
  quantity: number;
}

export class FulfilmentResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ enum: PARCEL_STATUSES })
  status: string;

  @ApiProperty({ type: [LineQuantityResponse] })
  lines: LineQuantityResponse[];

  @ApiProperty({
    type: 'integer',
    description: 'Its share of the total; of a cash order what the courier collects',
  })
  amountMinor: number;

  @ApiProperty({ type: String, nullable: true })
  carrier: string | null;

  @ApiProperty({ type: String, nullable: true })
  trackingNumber: string | null;

  @ApiProperty({ type: String, nullable: true })
  trackingUrl: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  shippedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deliveredAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  refusedAt: string | null;
}

export class OrderEventResponse {
  @ApiProperty({ type: String, format: 'date-time' })
  at: string;

  @ApiProperty({ enum: ['status', 'paymentStatus', 'fulfilmentStatus'] })
  field: string;

  @ApiProperty({ type: String, nullable: true })
  from: string | null;

  @ApiProperty({ type: String })
  to: string;

  @ApiProperty({ type: String, nullable: true })
  note: string | null;
}

export class OrderResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String, example: 'ORD-00000042' })
  number: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String, nullable: true })
  customerNote: string | null;

  @ApiProperty({ enum: VISIBLE_STATUSES })
  status: string;

  @ApiProperty({ enum: PAYMENT_STATUSES })
  paymentStatus: string;

  @ApiProperty({ enum: FULFILMENT_STATUSES })
  fulfilmentStatus: string;

  @ApiProperty({ type: String, example: 'EGP' })
  currency: string;

  @ApiProperty({ type: [OrderLineResponse] })
  lines: OrderLineResponse[];

  @ApiProperty({ type: OrderTotalsResponse })
  totals: OrderTotalsResponse;

  @ApiProperty({ type: [OrderTaxLineResponse] })
  taxLines: OrderTaxLineResponse[];

  @ApiProperty({ type: Boolean })
  taxIncluded: boolean;

  @ApiProperty({ type: OrderPaymentSummaryResponse })
  payment: OrderPaymentSummaryResponse;

  @ApiProperty({ type: AddressDto })
  shippingAddress: AddressDto;

  @ApiProperty({ type: OrderShippingResponse })
  shipping: OrderShippingResponse;

  @ApiProperty({ type: String })
  paymentMethod: string;

  @ApiProperty({ type: Boolean, description: 'Some units are backordered and have not come in yet' })
  isAwaitingGoods: boolean;

  @ApiProperty({ type: [FulfilmentResponse] })
  fulfilments: FulfilmentResponse[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until then an unpaid order holds its stock',
  })
  expiresAt: string | null;

  @ApiProperty({ type: [OrderEventResponse] })
  history: OrderEventResponse[];

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}

export class OrderPageResponse extends PageResponse {
  @ApiProperty({ type: [OrderResponse] })
  items: OrderResponse[];
}
