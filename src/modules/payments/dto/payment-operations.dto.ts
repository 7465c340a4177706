import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { Omittable } from '../../../common/http/omittable.decorator.js';

export class CapturePaymentDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'Minor units; by default what the order owes and the payment has left',
  })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amountMinor?: number;
}

export class RefundPaymentDto {
  @ApiProperty({ type: 'integer', minimum: 1, example: 5000, description: 'Minor units' })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amountMinor: number;

  @ApiProperty({ type: String, minLength: 1, maxLength: 500, example: 'Returned unopened' })
  @IsString()
  @Length(1, 500)
  reason: string;
}
