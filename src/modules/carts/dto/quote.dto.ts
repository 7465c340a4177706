import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO31661Alpha2, IsOptional, IsString, Length } from 'class-validator';
import { CartTextResponse } from './cart.dto.js';

const PAYMENT_METHODS = ['card', 'wallet', 'kiosk', 'cod'] as const;

export class QuoteQuery {
  @ApiProperty({ type: String, example: 'EG', description: 'ISO 3166-1 alpha-2' })
  @IsISO31661Alpha2()
  country: string;

  @ApiPropertyOptional({ type: String, example: 'Giza' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  governorate?: string;

  @ApiPropertyOptional({ type: String, example: 'Dokki' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  city?: string;

  @ApiPropertyOptional({
    type: String,
    example: 'standard',
    description: 'Without it only the methods are told',
  })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  shippingMethod?: string;

  @ApiPropertyOptional({ enum: PAYMENT_METHODS, description: 'Cash on delivery may cost a fee' })
  @IsOptional()
  @IsIn(PAYMENT_METHODS)
  paymentMethod?: (typeof PAYMENT_METHODS)[number];
}

export class EstimatedDaysResponse {
  @ApiProperty({ type: 'integer' })
  min: number;

  @ApiProperty({ type: 'integer' })
  max: number;
}

export class ShippingMethodQuoteResponse {
  @ApiProperty({ type: String, example: 'standard' })
  code: string;

  @ApiProperty({ type: CartTextResponse })
  name: CartTextResponse;

  @ApiProperty({ type: 'integer' })
  priceMinor: number;

  @ApiProperty({ type: EstimatedDaysResponse })
  estimatedDays: EstimatedDaysResponse;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Code of the location where the order is collected',
  })
  pickupLocation: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Fee for cash on delivery, on top of priceMinor; null when it cannot be paid so',
  })
  cashOnDeliveryFeeMinor: number | null;
}

export class QuoteTotalsResponse {
  @ApiProperty({ type: 'integer' })
  itemsMinor: number;

  @ApiProperty({ type: 'integer' })
  shippingMinor: number;

  @ApiProperty({
    type: 'integer',
    description: 'Inside the two above when taxIncluded, otherwise on top of them',
  })
  taxMinor: number;

  @ApiProperty({ type: 'integer', description: 'Send it as expectedTotalMinor when placing the order' })
  grandTotalMinor: number;

  @ApiProperty({ type: Boolean })
  taxIncluded: boolean;
}

export class CartQuoteResponse {
  @ApiProperty({ type: String, example: 'EGP' })
  currency: string;

  @ApiProperty({
    type: [ShippingMethodQuoteResponse],
    description: 'Empty when the shop does not deliver there',
  })
  shippingMethods: ShippingMethodQuoteResponse[];

  @ApiProperty({ type: QuoteTotalsResponse, nullable: true })
  totals: QuoteTotalsResponse | null;
}
