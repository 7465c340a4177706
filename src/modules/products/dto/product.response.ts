import { ApiProperty } from '@nestjs/swagger';
import { LocalizedTextDto } from '../../../common/dto/localized-text.dto.js';
import { PageResponse } from '../../../common/http/pagination.js';
import type { Availability } from '../../inventory/index.js';
import { PRODUCT_STATUSES, type ProductStatus } from '../domain/product-status.js';
import { DescriptionDto, ImageDto } from './product.dto.js';

const AVAILABILITIES = [
  'in_stock',
  'preorder',
  'backorder',
  'out_of_stock',
] as const satisfies Availability[];

export class VariantSummaryResponse {
  @ApiProperty({ type: String, example: 'TSHIRT-RED-M' })
  sku: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { Colour: 'Red', Size: 'M' },
  })
  optionValues: Record<string, string>;

  @ApiProperty({ type: 'integer', example: 24900 })
  priceMinor: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Price before a reduction' })
  compareAtPriceMinor: number | null;

  @ApiProperty({ type: 'integer', description: 'Units in stock that nobody has reserved' })
  available: number;

  @ApiProperty({ enum: AVAILABILITIES, description: 'How it can be bought right now' })
  availability: Availability;
}

export class VariantResponse extends VariantSummaryResponse {
  @ApiProperty({ type: 'integer' })
  weightGrams: number;

  @ApiProperty({ type: String })
  taxClass: string;

  @ApiProperty({ type: String, nullable: true })
  barcode: string | null;

  @ApiProperty({ type: Boolean, description: 'Inactive ones are shown to staff only' })
  active: boolean;
}

/** What a list and the product's own page have in common. */
class ProductHeadResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String, example: 'cotton-t-shirt' })
  slug: string;

  @ApiProperty({ type: LocalizedTextDto })
  name: LocalizedTextDto;

  @ApiProperty({ enum: PRODUCT_STATUSES })
  status: ProductStatus;

  @ApiProperty({ type: [String] })
  categoryIds: string[];

  @ApiProperty({ type: [String], example: ['Colour', 'Size'] })
  options: string[];

  @ApiProperty({ type: String, example: 'EGP' })
  currency: string;

  @ApiProperty({ type: 'integer', description: 'The lowest price of the variants' })
  priceFromMinor: number;

  @ApiProperty({ type: 'integer', description: 'The highest price of the variants' })
  priceToMinor: number;

  @ApiProperty({ type: Boolean, description: 'Whether any variant can be bought right now' })
  inStock: boolean;
}

export class ProductSummaryResponse extends ProductHeadResponse {
  @ApiProperty({ type: ImageDto, nullable: true, description: 'The first image' })
  image: ImageDto | null;

  @ApiProperty({ type: [VariantSummaryResponse] })
  variants: VariantSummaryResponse[];
}

export class ProductPageResponse extends PageResponse {
  @ApiProperty({ type: [ProductSummaryResponse] })
  items: ProductSummaryResponse[];
}

export class ProductResponse extends ProductHeadResponse {
  @ApiProperty({ type: DescriptionDto, nullable: true, description: 'Plain text, not HTML' })
  description: DescriptionDto | null;

  @ApiProperty({ type: [ImageDto] })
  images: ImageDto[];

  @ApiProperty({ type: [VariantResponse] })
  variants: VariantResponse[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { Material: 'Cotton' } })
  attributes: Record<string, string>;

  @ApiProperty({ type: [String] })
  tags: string[];

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt: string;
}
