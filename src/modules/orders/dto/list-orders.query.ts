import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../../common/http/pagination.js';
import {
  FULFILMENT_STATUSES,
  PAYMENT_STATUSES,
  type FulfilmentStatus,
  type PaymentStatus,
} from '../domain/order-lifecycle.js';

const VISIBLE_STATUSES = ['pending', 'confirmed', 'completed', 'cancelled'] as const;

export class ListOrdersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: VISIBLE_STATUSES, description: 'Staff only' })
  @IsOptional()
  @IsIn(VISIBLE_STATUSES)
  status?: (typeof VISIBLE_STATUSES)[number];

  @ApiPropertyOptional({ enum: PAYMENT_STATUSES, description: 'Staff only' })
  @IsOptional()
  @IsIn(PAYMENT_STATUSES)
  paymentStatus?: PaymentStatus;

  @ApiPropertyOptional({ enum: FULFILMENT_STATUSES, description: 'Staff only' })
  @IsOptional()
  @IsIn(FULFILMENT_STATUSES)
  fulfilmentStatus?: FulfilmentStatus;
}
