import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { LocalizedTextDto } from '../../../common/dto/localized-text.dto.js';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import type { ShippingMethod, ShippingRate } from '../domain/shipping-settings.js';
import { Nested } from './nested.decorator.js';
import {
  FlatRateDto,
  MAX_ITEMS_MINOR,
  MAX_PRICE_MINOR,
  PriceRateDto,
  toRate,
  WeightRateDto,
} from './shipping-rate.dto.js';

const MAX_DAYS = 365;

export class EstimatedDaysDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_DAYS, example: 1 })
  @IsInt()
  @Min(0)
  @Max(MAX_DAYS)
  min: number;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_DAYS, example: 3 })
  @IsInt()
  @Min(0)
  @Max(MAX_DAYS)
  max: number;
}

export class PickupDto {
  @ApiProperty({ type: String, minLength: 1, maxLength: 64, example: 'main' })
  @IsString()
  @Length(1, 64)
  locationCode: string;
}

export class CashOnDeliveryDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_PRICE_MINOR, example: 1000 })
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE_MINOR)
  feeMinor: number;
}

@ApiExtraModels(FlatRateDto, WeightRateDto, PriceRateDto)
export class ShippingMethodDto implements ShippingMethod {
  @ApiProperty({
    type: String,
    example: 'standard',
    description: 'Stable; what orders name. May cost something else in each zone',
  })
  @Matches(/^[a-z][a-z0-9_-]{0,31}$/, {
    message: 'code must be 1 to 32 small letters, digits, dashes or underscores, beginning with a letter',
  })
  code: string;

  @ApiProperty({ type: LocalizedTextDto })
  @Nested(LocalizedTextDto)
  name: LocalizedTextDto;

  @ApiProperty({
    oneOf: [
      { $ref: '#/components/schemas/FlatRateDto' },
      { $ref: '#/components/schemas/WeightRateDto' },
      { $ref: '#/components/schemas/PriceRateDto' },
    ],
    description: 'Amounts in minor units of the store’s currency, taxed as the tax settings say',
  })
  @IsObject()
  @ValidateNested()
  @Transform(toRate)
  rate: ShippingRate;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_ITEMS_MINOR,
    example: 150000,
    description: 'Goods of at least this much travel free',
  })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(MAX_ITEMS_MINOR)
  freeFromMinor?: number;

  @ApiPropertyOptional({ type: PickupDto, description: 'The customer collects the goods there' })
  @Omittable()
  @Nested(PickupDto)
  pickup?: PickupDto;

  @ApiPropertyOptional({
    type: CashOnDeliveryDto,
    description: 'Cash may be paid at the door, for this much more; without it, it may not',
  })
  @Omittable()
  @Nested(CashOnDeliveryDto)
  cashOnDelivery?: CashOnDeliveryDto;

  @ApiProperty({ type: EstimatedDaysDto, description: 'Working days from placing to arrival' })
  @Nested(EstimatedDaysDto)
  estimatedDays: EstimatedDaysDto;

  @ApiProperty({ type: Boolean, description: 'Whether customers may choose it' })
  @IsBoolean()
  active: boolean;
}
