import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { PAYMENT_ATTEMPT_STATUSES } from '../payment.schema.js';

export const ONLINE_METHODS = ['card', 'wallet', 'kiosk'] as const;

export class StartPaymentDto {
  @ApiProperty({ type: String, example: '665f1c2e9b1e8a0012345678' })
  @Matches(/^[0-9a-f]{24}$/, { message: 'orderId must be 24 lower-case hex digits' })
  orderId: string;

  @ApiProperty({ enum: ONLINE_METHODS, example: 'card' })
  @IsIn(ONLINE_METHODS)
  method: (typeof ONLINE_METHODS)[number];
}

export class PaymentResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  orderId: string;

  @ApiProperty({ enum: ONLINE_METHODS })
  method: string;

  @ApiProperty({ enum: PAYMENT_ATTEMPT_STATUSES })
  status: string;

  @ApiProperty({ type: 'integer' })
  amountMinor: number;

  @ApiProperty({ type: String, example: 'EGP' })
  currency: string;

  @ApiProperty({ type: String, nullable: true, description: 'Where the customer pays' })
  checkoutUrl: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}
