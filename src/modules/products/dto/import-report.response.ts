import { ApiProperty } from '@nestjs/swagger';

export class ImportCountsResponse {
  @ApiProperty({ type: 'integer' })
  created: number;

  @ApiProperty({ type: 'integer' })
  updated: number;

  @ApiProperty({ type: 'integer' })
  unchanged: number;
}

export class RefusedRowResponse {
  @ApiProperty({ type: 'integer', description: 'Row of the spreadsheet, the header being the first' })
  row: number;

  @ApiProperty({ type: String, description: 'The SKU or slug in the row' })
  subject: string;

  @ApiProperty({ type: String })
  reason: string;
}

export class ImportReportResponse {
  @ApiProperty({ type: String, example: 'shop' })
  format: string;

  @ApiProperty({ type: ImportCountsResponse })
  products: ImportCountsResponse;

  @ApiProperty({ type: ImportCountsResponse })
  variants: ImportCountsResponse;

  @ApiProperty({ type: 'integer' })
  categoriesCreated: number;

  @ApiProperty({ type: 'integer', description: 'SKUs whose count was set' })
  stockSet: number;

  @ApiProperty({ type: [RefusedRowResponse] })
  refusals: RefusedRowResponse[];

  @ApiProperty({ type: [String] })
  notes: string[];
}
