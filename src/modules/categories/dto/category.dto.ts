import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsInt,
  IsNotEmptyObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { LocalizedTextDto } from '../../../common/dto/localized-text.dto.js';
import { Omittable } from '../../../common/http/omittable.decorator.js';
import { MAX_SLUG_LENGTH, SLUG_PATTERN } from '../../../common/text/slug.js';

const MAX_POSITION = 1_000_000;

export class CreateCategoryDto {
  @ApiProperty({ type: LocalizedTextDto })
  @IsNotEmptyObject()
  @ValidateNested()
  @Type(() => LocalizedTextDto)
  name: LocalizedTextDto;

  @ApiPropertyOptional({
    type: String,
    maxLength: MAX_SLUG_LENGTH,
    example: 'home-kitchen',
    description: 'Made of the English name when left out',
  })
  @Omittable()
  @IsString()
  @MaxLength(MAX_SLUG_LENGTH)
  @Matches(SLUG_PATTERN, { message: 'slug must be small letters and digits in words joined by dashes' })
  slug?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The category above; null for the top, which is the default',
  })
  @ValidateIf((_object, value: unknown) => value !== undefined && value !== null)
  @Matches(/^[0-9a-f]{24}$/, { message: 'parentId must be the id of a category' })
  parentId?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_POSITION,
    default: 0,
    description: 'Order among the siblings, smallest first',
  })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(MAX_POSITION)
  position?: number;
}

export class UpdateCategoryDto extends PartialType(CreateCategoryDto, { skipNullProperties: false }) {}

export class CategoryReferenceResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  slug: string;

  @ApiProperty({ type: LocalizedTextDto })
  name: LocalizedTextDto;
}

export class CategoryResponse extends CategoryReferenceResponse {
  @ApiProperty({ type: String, nullable: true })
  parentId: string | null;

  @ApiProperty({ type: 'integer' })
  position: number;

  @ApiProperty({ type: [CategoryReferenceResponse], description: 'From the top down to the parent' })
  ancestors: CategoryReferenceResponse[];
}

export class CategoryNodeResponse extends CategoryReferenceResponse {
  @ApiProperty({ type: () => [CategoryNodeResponse], description: 'In the order in which to show them' })
  children: CategoryNodeResponse[];
}

export class CategoryTreeResponse {
  @ApiProperty({ type: [CategoryNodeResponse], description: 'The categories at the top' })
  items: CategoryNodeResponse[];
}
