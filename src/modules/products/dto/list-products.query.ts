import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { PageQuery } from '../../../common/http/pagination.js';
import { MAX_PRICE_MINOR } from '../domain/product-limits.js';
import { PRODUCT_SORTS, type ProductSort } from '../domain/product-sort.js';
import { PRODUCT_STATUSES, type ProductStatus } from '../domain/product-status.js';

const toBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class ListProductsQuery extends PageQuery {
  @ApiPropertyOptional({
    type: String,
    maxLength: 100,
    example: 'قميص قطن',
    description:
      'Words in English or Arabic, all of which the name, a tag or a SKU must have; the beginning of a word, three ' +
      'letters or more, is enough',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  search?: string;

  @ApiPropertyOptional({ type: String, description: 'Id or slug; what is below the category is included' })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  category?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'Minor units; compared with the product’s lowest price',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE_MINOR)
  minPrice?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'Minor units; compared with the product’s lowest price',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE_MINOR)
  maxPrice?: number;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'true: some variant can be bought now; false: none can',
  })
  @IsOptional()
  @Transform(toBoolean)
  @IsBoolean()
  inStock?: boolean;

  @ApiPropertyOptional({ enum: PRODUCT_SORTS, default: 'newest', description: 'name: by the English name' })
  @IsIn(PRODUCT_SORTS)
  sort: ProductSort = 'newest';

  @ApiPropertyOptional({ enum: PRODUCT_STATUSES, default: 'published', description: 'Others for staff only' })
  @IsIn(PRODUCT_STATUSES)
  status: ProductStatus = 'published';
}
