import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AddressDto } from '../../../common/dto/address.dto.js';
import { PageResponse } from '../../../common/http/pagination.js';
import { FULFILMENT_STATUSES, ORDER_STATUSES, PAYMENT_STATUSES } from '../domain/order-lifecycle.js';

export class OrderTextResponse {
  @ApiProperty({ type: String })
  en: string;

  @ApiPropertyOptional({ type: String })
  ar?: string;
}

export class OrderLineResponse {
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
  unitPriceMinor: number;

  @ApiProperty({ type: 'integer' })
  totalMinor: number;

  @ApiProperty({ type: 'integer', description: 'Tax inside totalMinor' })
  taxMinor: number;

  @ApiProperty({ type: 'integer', description: 'Basis points: 1400 is 14 %' })
  taxRate: number;
}

export class OrderTotalsResponse {
  @ApiProperty({ type: 'integer' })
  itemsMinor: number;

  @ApiProperty({ type: 'integer' })
  shippingMinor: number;

  @ApiProperty({ type: 'integer', description: 'Tax inside grandTotalMinor' })
  taxMinor: number;

  @ApiProperty({ type: 'integer' })
  grandTotalMinor: number;
}

export class OrderShippingMethodResponse {
  @ApiProperty({ type: String })
  code: string;

  @ApiProperty({ type: OrderTextResponse })
  name: OrderTextResponse;
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

  @ApiProperty({ enum: ORDER_STATUSES })
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

  @ApiProperty({ type: 'integer', description: 'Money received, in minor units' })
  capturedMinor: number;

  @ApiProperty({ type: 'integer', description: 'Money given back, in minor units' })
  refundedMinor: number;

  @ApiProperty({ type: AddressDto })
  shippingAddress: AddressDto;

  @ApiProperty({ type: OrderShippingMethodResponse })
  shippingMethod: OrderShippingMethodResponse;

  @ApiProperty({ type: String })
  paymentMethod: string;

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
