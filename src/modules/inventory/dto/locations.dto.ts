import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsISO31661Alpha2,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { StockLocation } from '../domain/location-preference.js';
import { LOCATION_CODE } from './inventory.dto.js';

const MAX_LOCATIONS = 100;

export class LocationNameDto {
  @ApiProperty({ type: String, maxLength: 100, example: 'Main warehouse' })
  @IsString()
  @Length(1, 100)
  en: string;

  @ApiPropertyOptional({ type: String, maxLength: 100, example: 'المخزن الرئيسي' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  ar?: string;
}

export class StockLocationDto implements StockLocation {
  @ApiProperty({ type: String, example: 'main', description: 'Stable; stock is kept under it' })
  @Matches(LOCATION_CODE, { message: 'code must be 1 to 40 lower-case letters, digits or dashes' })
  code: string;

  @ApiProperty({ type: LocationNameDto })
  @ValidateNested()
  @Type(() => LocationNameDto)
  name: LocationNameDto;

  @ApiProperty({ type: String, example: 'EG', description: 'ISO 3166-1 alpha-2' })
  @IsISO31661Alpha2()
  country: string;

  @ApiPropertyOptional({ type: String, example: 'EG-C', description: 'ISO 3166-2 code of the governorate' })
  @IsOptional()
  @Matches(/^EG-[A-Z]{1,4}$/, { message: 'governorate must be an ISO 3166-2 code such as EG-C' })
  governorate?: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 1000,
    description: 'The lower, the earlier among equally near locations',
  })
  @IsInt()
  @Min(0)
  @Max(1000)
  priority: number;

  @ApiProperty({ type: Boolean, description: 'Serves online orders; its stock counts as available' })
  @IsBoolean()
  isActive: boolean;
}

export class LocationsDto {
  @ApiProperty({ type: [StockLocationDto], minItems: 1, maxItems: MAX_LOCATIONS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LOCATIONS)
  @ValidateNested({ each: true })
  @Type(() => StockLocationDto)
  locations: StockLocationDto[];
}
