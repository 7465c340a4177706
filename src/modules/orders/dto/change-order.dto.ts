import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsInt,
  IsJWT,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { SKU_PATTERN } from '../../../common/http/parse-sku.pipe.js';
import { ORDER_NUMBER } from './list-orders.query.js';

const MAX_LINES = 100;
const MAX_URL = 500;

class LineQuantityDto {
  @ApiProperty({ type: String, example: 'TSHIRT-RED-M' })
  @Matches(SKU_PATTERN, { message: 'sku must be 1 to 64 letters, digits, dots, dashes or underscores' })
  sku: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 999 })
  @IsInt()
  @Min(1)
  @Max(999)
  quantity: number;
}

class LinesDto {
  @ApiPropertyOptional({
    type: [LineQuantityDto],
    description: 'Everything that is open when left out',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LINES)
  @ValidateNested({ each: true })
  @Type(() => LineQuantityDto)
  lines?: LineQuantityDto[];
}

export class CancelOrderDto extends LinesDto {
  @ApiPropertyOptional({ type: String, maxLength: 200, example: 'ordered twice' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class FulfilOrderDto extends LinesDto {
  @ApiPropertyOptional({ type: String, maxLength: 60, example: 'Bosta' })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  carrier?: string;

  @ApiPropertyOptional({ type: String, maxLength: 100, example: '7234868' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  trackingNumber?: string;

  @ApiPropertyOptional({ type: String, format: 'uri', example: 'https://bosta.co/tracking/7234868' })
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true })
  @MaxLength(MAX_URL)
  trackingUrl?: string;
}

export class DeliverParcelDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description:
      'Cash on delivery: what the courier brings, in minor units; must be the parcel’s amountMinor',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  collectedMinor?: number;
}

export class RefuseParcelDto {
  @ApiPropertyOptional({ type: String, maxLength: 200, example: 'customer was not at home' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class AddNoteDto {
  @ApiProperty({ type: String, minLength: 1, maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  text: string;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'The customer sees it too' })
  @IsBoolean()
  isPublic = false;
}

export class RequestOrderLinkDto {
  @ApiProperty({ type: String, example: 'ORD-00000042' })
  @Matches(ORDER_NUMBER, { message: 'number must be an order number' })
  number: string;

  @ApiProperty({ type: String, format: 'email' })
  @IsEmail()
  @MaxLength(254)
  email: string;
}

export class LookUpOrderDto {
  @ApiProperty({ type: String, example: 'ORD-00000042' })
  @Matches(ORDER_NUMBER, { message: 'number must be an order number' })
  number: string;

  @ApiProperty({ type: String, description: 'From the link in a mail about the order' })
  @IsJWT()
  @MaxLength(2000)
  token: string;
}
