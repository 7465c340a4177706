import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { SKU_PATTERN } from '../../../common/http/parse-sku.pipe.js';
import { CART_STATUSES, type CartStatus } from '../cart.schema.js';
import { MAX_LINE_QUANTITY } from '../domain/cart-limits.js';
import { MERGE_MODES, type MergeMode } from '../domain/merge-lines.js';

export class SetQuantityDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_LINE_QUANTITY, example: 2 })
  @IsInt()
  @Min(1)
  @Max(MAX_LINE_QUANTITY)
  quantity: number;
}

export class AddItemDto extends SetQuantityDto {
  @ApiProperty({ type: String, example: 'TSHIRT-RED-M' })
  @Matches(SKU_PATTERN, { message: 'sku must be 1 to 64 letters, digits, dots, dashes or underscores' })
  sku: string;
}

export class ChangeCartDto {
  @ApiProperty({ type: String, nullable: true, minLength: 1, maxLength: 500, example: 'Please ring twice' })
  @ValidateIf((_, value) => value !== null)
  @IsString()
  @Length(1, 500)
  note: string | null;
}

export class MergeCartDto {
  @ApiProperty({ type: String, description: 'The guest’s cart; its token stands in X-Cart-Token' })
  @Matches(/^[0-9a-f]{24}$/, { message: 'guestCartId must be 24 lower-case hex digits' })
  guestCartId: string;

  @ApiPropertyOptional({
    enum: MERGE_MODES,
    default: 'sum',
    description:
      'Where both carts have an item: `sum` adds the quantities, `keep` keeps the customer’s; `replace` drops the customer’s lines',
  })
  @IsIn(MERGE_MODES)
  mode: MergeMode = 'sum';
}

export class CartTextResponse {
  @ApiProperty({ type: String, example: 'Cotton T-shirt' })
  en: string;

  @ApiPropertyOptional({ type: String, example: 'تيشيرت قطن' })
  ar?: string;
}

export class CartItemResponse {
  @ApiProperty({ type: String })
  sku: string;

  @ApiProperty({ type: 'integer' })
  quantity: number;

  @ApiProperty({
    type: CartTextResponse,
    nullable: true,
    description: 'Null when the item is no longer on sale',
  })
  title: CartTextResponse | null;

  @ApiProperty({ type: String, nullable: true })
  productId: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Current price in minor units' })
  unitPriceMinor: number | null;

  @ApiProperty({ type: 'integer', description: 'Price in minor units when the item was put in' })
  seenUnitPriceMinor: number;

  @ApiProperty({ type: 'integer' })
  lineTotalMinor: number;

  @ApiProperty({ enum: ['in_stock', 'preorder', 'backorder', 'out_of_stock'] })
  availability: string;

  @ApiProperty({
    type: 'integer',
    description: 'Units that can be ordered right now, at most as many as a line takes',
  })
  orderableQuantity: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the goods of a preorder or backorder are expected',
  })
  availableFrom: string | null;

  @ApiProperty({
    type: [String],
    enum: ['not_sellable', 'price_changed', 'insufficient_stock'],
    description: 'What keeps the item from being ordered as it stands, or has changed since it was put in',
  })
  issues: CartIssue[];
}

export type CartIssue = 'not_sellable' | 'price_changed' | 'insufficient_stock';

export class CartResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiPropertyOptional({
    type: String,
    description: 'Only in the answer that creates a guest cart: send it as X-Cart-Token from then on',
  })
  token?: string;

  @ApiProperty({ enum: CART_STATUSES })
  status: CartStatus;

  @ApiProperty({ type: String, nullable: true })
  orderId: string | null;

  @ApiProperty({ type: String, example: 'EGP' })
  currency: string;

  @ApiProperty({ type: String, nullable: true, description: 'The customer’s words to the shop' })
  note: string | null;

  @ApiProperty({ type: [CartItemResponse] })
  items: CartItemResponse[];

  @ApiProperty({ type: 'integer', description: 'Sum of the items on sale, before shipping and discounts' })
  subtotalMinor: number;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt: string;
}
