import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsNotEmptyObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { AddressDto } from '../../../common/dto/address.dto.js';

const PAYMENT_METHODS = ['card', 'wallet', 'kiosk', 'cod'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export class PlaceOrderDto {
  @ApiProperty({ type: String, example: '665f1c2e9b1e8a0012345678' })
  @Matches(/^[0-9a-f]{24}$/, { message: 'cartId must be 24 lower-case hex digits' })
  cartId: string;

  @ApiPropertyOptional({
    type: String,
    format: 'email',
    description: 'Needed for guests; customers have their own',
  })
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiProperty({ type: AddressDto })
  @IsNotEmptyObject()
  @ValidateNested()
  @Type(() => AddressDto)
  shippingAddress: AddressDto;

  @ApiPropertyOptional({ type: String, default: 'standard', example: 'standard' })
  @IsString()
  @Length(1, 40)
  shippingMethod = 'standard';

  @ApiProperty({ enum: PAYMENT_METHODS, example: 'card' })
  @IsIn(PAYMENT_METHODS)
  paymentMethod: PaymentMethod;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'The total that the customer was shown, in minor units; another one is answered with 409',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  expectedTotalMinor?: number;
}
