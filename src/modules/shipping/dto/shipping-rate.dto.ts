import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { Equals, IsIn, IsInt, isObject, Max, Min } from 'class-validator';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import type { FlatRate, PriceRate, WeightRate } from '../domain/shipping-settings.js';
import { NestedList } from './nested.decorator.js';

/** Minor units; what a delivery may cost. */
export const MAX_PRICE_MINOR = 1_000_000_000;
/** Minor units; what the goods of an order may cost: 100 lines of 999 units at 10^9. */
export const MAX_ITEMS_MINOR = 100_000_000_000_000;
/** 100 tonnes. */
const MAX_WEIGHT_GRAMS = 100_000_000;
/** Minor units; keeps the price of the heaviest order exact as a number. */
const MAX_EXTRA_KG_MINOR = 1_000_000;
const STEPS = { min: 1, max: 50 };

export class FlatRateDto implements FlatRate {
  @ApiProperty({ type: String, enum: ['flat'] })
  @Equals('flat')
  kind: 'flat';

  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_PRICE_MINOR, example: 6000 })
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE_MINOR)
  priceMinor: number;
}

export class WeightStepDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_WEIGHT_GRAMS, example: 5000 })
  @IsInt()
  @Min(1)
  @Max(MAX_WEIGHT_GRAMS)
  upToGrams: number;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_PRICE_MINOR, example: 6000 })
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE_MINOR)
  priceMinor: number;
}

export class WeightRateDto implements WeightRate {
  @ApiProperty({ type: String, enum: ['by_weight'] })
  @Equals('by_weight')
  kind: 'by_weight';

  @ApiProperty({ type: [WeightStepDto], description: 'Ascending' })
  @NestedList(WeightStepDto, STEPS)
  steps: WeightStepDto[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_EXTRA_KG_MINOR,
    example: 1000,
    description:
      'Added to the last step for each begun kilogram beyond it; without it heavier orders are not carried',
  })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(MAX_EXTRA_KG_MINOR)
  perExtraKgMinor?: number;
}

export class PriceStepDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_ITEMS_MINOR, example: 50000 })
  @IsInt()
  @Min(0)
  @Max(MAX_ITEMS_MINOR)
  upToMinor: number;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_PRICE_MINOR, example: 6000 })
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE_MINOR)
  priceMinor: number;
}

export class PriceRateDto implements PriceRate {
  @ApiProperty({ type: String, enum: ['by_price'] })
  @Equals('by_price')
  kind: 'by_price';

  @ApiProperty({ type: [PriceStepDto], description: 'Ascending' })
  @NestedList(PriceStepDto, STEPS)
  steps: PriceStepDto[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_PRICE_MINOR,
    example: 0,
    description: 'The price beyond the last step; without it dearer orders are not carried',
  })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE_MINOR)
  beyondMinor?: number;
}

const RATES = new Map<unknown, Type<FlatRateDto | WeightRateDto | PriceRateDto>>([
  ['flat', FlatRateDto],
  ['by_weight', WeightRateDto],
  ['by_price', PriceRateDto],
]);

/** What a rate of no known kind is checked against. */
class UnknownRate {
  @IsIn([...RATES.keys()])
  kind: unknown;
}

/** Makes a rate of the class that its `kind` names. class-transformer's own discriminator breaks on a list with null. */
export function toRate({ value }: { value: unknown }): unknown {
  if (!isObject<{ kind?: unknown }>(value)) return value;
  const { kind } = value;
  const dto = RATES.get(kind);
  return dto === undefined ? plainToInstance(UnknownRate, { kind }) : plainToInstance(dto, value);
}
