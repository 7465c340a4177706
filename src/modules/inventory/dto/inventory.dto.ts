import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNotIn, IsOptional, IsString, Length, Max, Min } from 'class-validator';

const MAX_UNITS = 1_000_000_000;

export class SetStockDto {
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

export class AdjustStockDto {
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

export class AdjustmentResponse {
  @ApiProperty({ type: 'integer' })
  delta: number;

  @ApiProperty({ type: String })
  reason: string;

  @ApiProperty({ type: String, description: 'Id of the user, or the name of the program' })
  actor: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at: string;
}

export class StockItemResponse {
  @ApiProperty({ type: String, example: 'TSHIRT-RED-M' })
  sku: string;

  @ApiProperty({ type: 'integer', description: 'Counted units that have not been sold' })
  onHand: number;

  @ApiProperty({ type: 'integer', description: 'Units that can still be promised to a buyer' })
  available: number;

  @ApiProperty({ type: 'integer', description: 'Units held for orders that are not yet paid' })
  reserved: number;

  @ApiProperty({ type: [AdjustmentResponse], description: 'The newest first, at most 100' })
  adjustments: AdjustmentResponse[];

  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt: string;
}
