import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, Length } from 'class-validator';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import { GOVERNORATES } from '../domain/governorates.js';
import type { ShippingSettings, ShippingZone } from '../domain/shipping-settings.js';
import { NestedList } from './nested.decorator.js';
import { ShippingMethodDto } from './shipping-method.dto.js';

const MAX_COUNTRIES = 249;

export class ShippingZoneDto implements ShippingZone {
  @ApiProperty({ type: String, minLength: 1, maxLength: 100, example: 'Greater Cairo' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: MAX_COUNTRIES,
    example: ['EG'],
    description: 'ISO 3166-1 alpha-2 codes, or `*` alone for the rest of the world',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_COUNTRIES)
  @IsString({ each: true })
  countries: string[];

  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    maxItems: GOVERNORATES.length,
    example: ['EG-C', 'EG-GZ', 'EG-KB'],
    description: 'ISO 3166-2:EG codes that narrow a zone of Egypt alone',
  })
  @Omittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(GOVERNORATES.length)
  @IsString({ each: true })
  governorates?: string[];

  @ApiProperty({
    type: [ShippingMethodDto],
    maxItems: 20,
    description: 'In the order in which they are shown',
  })
  @NestedList(ShippingMethodDto, { min: 0, max: 20 })
  methods: ShippingMethodDto[];
}

/** Request and response; what stands between the fields is checked by `checkShippingSettings`. */
export class ShippingSettingsDto implements ShippingSettings {
  @ApiProperty({
    type: [ShippingZoneDto],
    maxItems: 50,
    description:
      'An address lies in the zone of its governorate, else of its country, else of the rest of the world; ' +
      'no two zones may claim the same place',
  })
  @NestedList(ShippingZoneDto, { min: 0, max: 50 })
  zones: ShippingZoneDto[];
}
