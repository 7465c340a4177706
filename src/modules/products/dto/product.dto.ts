import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmptyObject,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { LocalizedTextDto } from '../../../common/dto/localized-text.dto.js';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import { SKU_PATTERN } from '../../../common/http/parse-sku.pipe.js';
import { MAX_SLUG_LENGTH, SLUG_PATTERN } from '../../../common/text/slug.js';
import type { ImageContent, VariantContent } from '../domain/product-content.js';
import * as limits from '../domain/product-limits.js';
import { PRODUCT_STATUSES, type ProductStatus } from '../domain/product-status.js';
import { IsTextRecord, RECORD_KEY_PATTERN } from './is-text-record.decorator.js';

/** What RFC 3986 allows in an address; other scripts stand in it percent-encoded. */
const URI_CHARACTERS = /^(?:[\w\-.~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;

export class DescriptionDto {
  @ApiProperty({ type: String, maxLength: limits.MAX_DESCRIPTION_LENGTH })
  @IsString()
  @MaxLength(limits.MAX_DESCRIPTION_LENGTH)
  en: string;

  @ApiPropertyOptional({ type: String, maxLength: limits.MAX_DESCRIPTION_LENGTH })
  @Omittable()
  @IsString()
  @MaxLength(limits.MAX_DESCRIPTION_LENGTH)
  ar?: string;
}

export class ImageDto implements ImageContent {
  @ApiProperty({ type: String, format: 'uri', example: 'https://cdn.example.com/tshirt.webp' })
  @IsUrl({ protocols: ['https'], require_protocol: true }, { message: 'url must be an https address' })
  @Matches(URI_CHARACTERS, { message: 'url must have other signs and letters percent-encoded' })
  @MaxLength(2_000)
  url: string;

  @ApiProperty({ type: LocalizedTextDto, description: 'What the image shows, for those who cannot see it' })
  @IsNotEmptyObject()
  @ValidateNested()
  @Type(() => LocalizedTextDto)
  alt: LocalizedTextDto;
}

export class VariantDto implements VariantContent {
  @ApiProperty({ type: String, example: 'TSHIRT-RED-M', description: 'Unique over all products' })
  @Matches(SKU_PATTERN, { message: 'sku must be 1 to 64 letters, digits, dots, dashes or underscores' })
  sku: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    default: {},
    example: { Colour: 'Red', Size: 'M' },
    description: 'One value for each of the product’s options',
  })
  @IsTextRecord(limits.MAX_OPTIONS)
  optionValues: Record<string, string> = {};

  @ApiProperty({ type: 'integer', minimum: 0, maximum: limits.MAX_PRICE_MINOR, example: 24900 })
  @IsInt()
  @Min(0)
  @Max(limits.MAX_PRICE_MINOR)
  priceMinor: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: limits.MAX_PRICE_MINOR,
    description: 'Price before a reduction; above priceMinor',
  })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(limits.MAX_PRICE_MINOR)
  compareAtPriceMinor?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: limits.MAX_WEIGHT_GRAMS, default: 0 })
  @IsInt()
  @Min(0)
  @Max(limits.MAX_WEIGHT_GRAMS)
  weightGrams = 0;

  @ApiPropertyOptional({ type: String, default: 'standard', example: 'standard' })
  @Matches(/^[a-z][a-z0-9-]{0,31}$/, { message: 'taxClass must be small letters, digits and dashes' })
  taxClass = 'standard';

  @ApiPropertyOptional({ type: String, example: '6223001234567' })
  @Omittable()
  @Matches(/^[A-Za-z0-9-]{4,32}$/, { message: 'barcode must be 4 to 32 letters, digits or dashes' })
  barcode?: string;

  @ApiPropertyOptional({ type: Boolean, default: true, description: 'An inactive variant cannot be bought' })
  @IsBoolean()
  active = true;
}

/** Defaults are given in the mapper: a default written here would also fill what a PATCH leaves out. */
export class CreateProductDto {
  @ApiProperty({ type: LocalizedTextDto })
  @IsNotEmptyObject()
  @ValidateNested()
  @Type(() => LocalizedTextDto)
  name: LocalizedTextDto;

  @ApiPropertyOptional({
    type: String,
    maxLength: MAX_SLUG_LENGTH,
    example: 'cotton-t-shirt',
    description: 'Made of the English name when left out',
  })
  @Omittable()
  @IsString()
  @MaxLength(MAX_SLUG_LENGTH)
  @Matches(SLUG_PATTERN, { message: 'slug must be small letters and digits in words joined by dashes' })
  slug?: string;

  @ApiPropertyOptional({ type: DescriptionDto, description: 'Plain text, not HTML' })
  @Omittable()
  @IsNotEmptyObject()
  @ValidateNested()
  @Type(() => DescriptionDto)
  description?: DescriptionDto;

  @ApiPropertyOptional({ enum: PRODUCT_STATUSES, default: 'draft' })
  @Omittable()
  @IsIn(PRODUCT_STATUSES)
  status?: ProductStatus;

  @ApiPropertyOptional({ type: [String], default: [], maxItems: limits.MAX_CATEGORIES_PER_PRODUCT })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(limits.MAX_CATEGORIES_PER_PRODUCT)
  @ArrayUnique()
  @Matches(/^[0-9a-f]{24}$/, { each: true, message: 'categoryIds must be ids of categories' })
  categoryIds?: string[];

  @ApiPropertyOptional({ type: [ImageDto], default: [], maxItems: limits.MAX_IMAGES })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(limits.MAX_IMAGES)
  @ValidateNested({ each: true })
  @Type(() => ImageDto)
  images?: ImageDto[];

  @ApiPropertyOptional({
    type: [String],
    default: [],
    maxItems: limits.MAX_OPTIONS,
    example: ['Colour', 'Size'],
    description: 'What the variants differ in',
  })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(limits.MAX_OPTIONS)
  @ArrayUnique()
  @Matches(RECORD_KEY_PATTERN, { each: true, message: 'options must be 1 to 50 characters without dots' })
  options?: string[];

  @ApiProperty({ type: [VariantDto], minItems: 1, maxItems: limits.MAX_VARIANTS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.MAX_VARIANTS)
  @ValidateNested({ each: true })
  @Type(() => VariantDto)
  variants: VariantDto[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    default: {},
    example: { Material: 'Cotton' },
  })
  @Omittable()
  @IsTextRecord(limits.MAX_ATTRIBUTES)
  attributes?: Record<string, string>;

  @ApiPropertyOptional({ type: [String], default: [], maxItems: limits.MAX_TAGS })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(limits.MAX_TAGS)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  tags?: string[];
}

export class UpdateProductDto extends PartialType(CreateProductDto, { skipNullProperties: false }) {}
