import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsEmail, IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { PageQuery } from '../../../common/http/pagination.js';
import {
  FULFILMENT_STATUSES,
  PAYMENT_STATUSES,
  VISIBLE_STATUSES,
  type FulfilmentStatus,
  type OrderStatus,
  type PaymentStatus,
} from '../domain/order-lifecycle.js';

export const ORDER_NUMBER = /^[A-Z0-9-]{1,40}$/;

export class ListOrdersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: VISIBLE_STATUSES, description: 'Staff only' })
  @IsOptional()
  @IsIn(VISIBLE_STATUSES)
  status?: OrderStatus;

  @ApiPropertyOptional({ enum: PAYMENT_STATUSES, description: 'Staff only' })
  @IsOptional()
  @IsIn(PAYMENT_STATUSES)
  paymentStatus?: PaymentStatus;

  @ApiPropertyOptional({ enum: FULFILMENT_STATUSES, description: 'Staff only' })
  @IsOptional()
  @IsIn(FULFILMENT_STATUSES)
  fulfilmentStatus?: FulfilmentStatus;

  @ApiPropertyOptional({ type: String, example: 'ORD-00000042', description: 'Staff only' })
  @IsOptional()
  @Matches(ORDER_NUMBER, { message: 'number must be an order number' })
  number?: string;

  @ApiPropertyOptional({ type: String, format: 'email', description: 'Staff only' })
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Staff only: orders that wait for backordered goods' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : (value as unknown)))
  @IsBoolean()
  awaitingGoods?: boolean;
}
