import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { PageQuery } from '../../../common/http/pagination.js';

export class ListPaymentsQuery extends PageQuery {
  @ApiProperty({ type: String, example: '665f1c2e9b1e8a0012345678' })
  @Matches(/^[0-9a-f]{24}$/, { message: 'orderId must be 24 lower-case hex digits' })
  orderId: string;
}
