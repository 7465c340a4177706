import { ApiProperty } from '@nestjs/swagger';
import { PageResponse } from '../../../common/http/pagination.js';
import { OPERATION_KINDS, OPERATION_STATES } from '../domain/operation.js';
import { PAYMENT_ATTEMPT_STATUSES } from '../domain/payment-status.js';
import { ONLINE_METHODS } from './start-payment.dto.js';

export class PaymentOperationResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ enum: OPERATION_KINDS })
  kind: string;

  @ApiProperty({
    enum: OPERATION_STATES,
    description: '`unknown`: the provider’s answer was lost, and what came of it is being found out',
  })
  state: string;

  @ApiProperty({ type: 'integer' })
  amountMinor: number;

  @ApiProperty({ type: String, format: 'date-time' })
  requestedAt: string;
}

export class PaymentResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  orderId: string;

  @ApiProperty({ enum: [...ONLINE_METHODS, 'cod'] })
  method: string;

  @ApiProperty({ enum: PAYMENT_ATTEMPT_STATUSES })
  status: string;

  @ApiProperty({ type: 'integer', description: 'What the attempt is to bring' })
  amountMinor: number;

  @ApiProperty({ type: 'integer', description: 'Set aside and not captured yet' })
  authorizedMinor: number;

  @ApiProperty({ type: 'integer' })
  capturedMinor: number;

  @ApiProperty({ type: 'integer' })
  refundedMinor: number;

  @ApiProperty({ type: String, example: 'EGP' })
  currency: string;

  @ApiProperty({ type: String, nullable: true, description: 'The page on which the customer pays' })
  checkoutUrl: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The same page for an iframe, in the older flow',
  })
  iframeUrl: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the customer says at a kiosk, in the older flow',
  })
  billReference: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when the customer can pay',
  })
  expiresAt: string | null;

  @ApiProperty({ type: [PaymentOperationResponse] })
  operations: PaymentOperationResponse[];

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}

export class PaymentPageResponse extends PageResponse {
  @ApiProperty({ type: [PaymentResponse] })
  items: PaymentResponse[];
}
