import { ApiProperty } from '@nestjs/swagger';
import { PageResponse } from '../../../common/http/pagination.js';
import { STOCK_POLICIES } from '../stock-item.schema.js';

export class AdjustmentResponse {
  @ApiProperty({ type: String, example: 'main' })
  locationCode: string;

  @ApiProperty({ type: 'integer' })
  delta: number;

  @ApiProperty({ type: String })
  reason: string;

  @ApiProperty({ type: String, description: 'Id of the user, or the name of the program' })
  actor: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at: string;
}

export class AdjustmentPageResponse extends PageResponse {
  @ApiProperty({ type: [AdjustmentResponse] })
  items: AdjustmentResponse[];
}

export class LocationStockResponse {
  @ApiProperty({ type: String, example: 'TSHIRT-RED-M' })
  sku: string;

  @ApiProperty({ type: String, example: 'main' })
  locationCode: string;

  @ApiProperty({ type: 'integer', description: 'Counted units that have not been sold' })
  onHand: number;

  @ApiProperty({ type: 'integer', description: 'Units that can still be promised to a buyer' })
  available: number;

  @ApiProperty({ type: 'integer', description: 'Units held for orders that are not yet paid' })
  reserved: number;

  @ApiProperty({ enum: STOCK_POLICIES })
  policy: string;

  @ApiProperty({ type: 'integer' })
  backorderLimit: number;

  @ApiProperty({ type: 'integer', description: 'What is left of the limit' })
  backorderable: number;

  @ApiProperty({ type: 'integer', description: 'Units sold that wait for goods' })
  owed: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  availableFrom: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  lowStockThreshold: number | null;

  @ApiProperty({ type: String, description: 'Send as If-Match to change the count of this location' })
  etag: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt: string;
}

export class StockItemResponse {
  @ApiProperty({ type: String, example: 'TSHIRT-RED-M' })
  sku: string;

  @ApiProperty({
    type: 'integer',
    description: 'Counted units at the active locations that have not been sold',
  })
  onHand: number;

  @ApiProperty({ type: 'integer', description: 'Units that can still be promised to a buyer' })
  available: number;

  @ApiProperty({ type: 'integer', description: 'Units held for orders that are not yet paid' })
  reserved: number;

  @ApiProperty({ enum: ['in_stock', 'preorder', 'backorder', 'out_of_stock'] })
  availability: string;

  @ApiProperty({ type: [LocationStockResponse] })
  locations: LocationStockResponse[];

  @ApiProperty({
    type: [AdjustmentResponse],
    description: 'The newest first, at most 20; the rest by /history',
  })
  adjustments: AdjustmentResponse[];

  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt: string;
}

export class LocationStockPageResponse extends PageResponse {
  @ApiProperty({ type: [LocationStockResponse] })
  items: LocationStockResponse[];
}
