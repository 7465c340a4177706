import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsNotIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { PageQuery } from '../../../common/http/pagination.js';
import { DEFAULT_LOCATION } from '../domain/location-preference.js';
import { MAX_BACKORDER_LIMIT, STOCK_POLICIES, type StockPolicy } from '../stock-item.schema.js';

const MAX_UNITS = 1_000_000_000;
export const LOCATION_CODE = /^[a-z0-9-]{1,40}$/;

class AtLocationDto {
  @ApiPropertyOptional({ type: String, default: DEFAULT_LOCATION, description: 'Code of the stock location' })
  @Matches(LOCATION_CODE, { message: 'locationCode must be 1 to 40 lower-case letters, digits or dashes' })
  locationCode = DEFAULT_LOCATION;
}

export class SetStockDto extends AtLocationDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_UNITS, example: 120 })
  @IsInt()
  @Min(0)
  @Max(MAX_UNITS)
  onHand: number;

  @ApiPropertyOptional({ type: String, maxLength: 200, example: 'stock-taking' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class AdjustStockDto extends AtLocationDto {
  @ApiProperty({
    type: 'integer',
    minimum: -MAX_UNITS,
    maximum: MAX_UNITS,
    example: -2,
    description: 'Not 0',
  })
  @IsInt()
  @Min(-MAX_UNITS)
  @Max(MAX_UNITS)
  @IsNotIn([0])
  delta: number;

  @ApiProperty({ type: String, minLength: 1, maxLength: 200, example: 'damaged in the warehouse' })
  @IsString()
  @Length(1, 200)
  reason: string;
}

export class SetStockRulesDto extends AtLocationDto {
  @ApiPropertyOptional({
    enum: STOCK_POLICIES,
    description: 'What happens when more is wanted than is there',
  })
  @IsOptional()
  @IsIn(STOCK_POLICIES)
  policy?: StockPolicy;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_BACKORDER_LIMIT,
    description: 'Units that may be promised beyond the stock',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_BACKORDER_LIMIT)
  backorderLimit?: number;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the goods are expected',
  })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  availableFrom?: Date | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: MAX_UNITS,
    description: 'At or below this level the item is listed as low',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_UNITS)
  lowStockThreshold?: number | null;
}

export class ListStockQuery extends PageQuery {
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @Matches(LOCATION_CODE)
  locationCode?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Only items at or below their threshold' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  low?: boolean;
}
