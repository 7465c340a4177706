import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';

export const CSV_FORMAT_NAMES = ['shop', 'spree'] as const;
const RATE = '[A-Z]{3}:\\d{1,9}(?:\\.\\d{1,9})?';

export class ImportProductsQuery {
  @ApiPropertyOptional({ enum: CSV_FORMAT_NAMES, description: 'Told by the header when left out' })
  @IsOptional()
  @IsIn(CSV_FORMAT_NAMES)
  format?: (typeof CSV_FORMAT_NAMES)[number];

  @ApiPropertyOptional({
    type: String,
    example: 'USD:48.5',
    description:
      'What one unit of another currency is worth in the store’s; several with commas, the preferred one first. ' +
      'Rows with prices in a currency without a rate are refused',
  })
  @IsOptional()
  @Matches(new RegExp(`^${RATE}(?:,${RATE}){0,9}$`), { message: 'rate must look like USD:48.5' })
  rate?: string;
}
