import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { type AuthenticatedUser, Caller, Roles } from '../../common/auth/access.js';
import { AppConfig } from '../../config/app-config.js';
import { ImportProductsQuery } from './dto/import-products.query.js';
import { ImportReportResponse } from './dto/import-report.response.js';
import { chooseFormat, CSV_FORMATS } from './transfer/catalogue-formats.js';
import { ForeignPrices } from './transfer/foreign-prices.js';
import { UnreadableFileError } from './transfer/import.errors.js';
import { ProductExporter } from './transfer/product-exporter.service.js';
import { ProductImporter } from './transfer/product-importer.service.js';

/** A request on Lambda has half a minute; more products than these come by `npm run import`. */
const MAX_PRODUCTS = 500;

/** The catalogue as a file. */
@ApiTags('products')
@ApiBearerAuth()
@Controller('products')
export class ProductTransferController {
  constructor(
    private readonly importer: ProductImporter,
    private readonly exporter: ProductExporter,
    private readonly config: AppConfig,
  ) {}

  @Post('import')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({
    summary: 'Bring products in from CSV; known ones are updated, a repeat makes nothing double',
    description: `At most 1 MB and ${MAX_PRODUCTS} products. Rows that break a rule are refused and listed; the others come in.`,
  })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' } })
  @ApiOkResponse({ type: ImportReportResponse })
  async import(
    @Body() csv: unknown,
    @Query() query: ImportProductsQuery,
    @Caller() caller: AuthenticatedUser,
  ): Promise<ImportReportResponse> {
    if (typeof csv !== 'string' || csv === '') throw new UnreadableFileError('Send the file as text/csv');
    const format = chooseFormat(CSV_FORMATS, csv, query.format);
    const file = format.read(csv, new ForeignPrices(this.config.storeCurrency, ratesOf(query)));
    if (file.products.length > MAX_PRODUCTS) {
      throw new UnreadableFileError(`The file has more than ${MAX_PRODUCTS} products`);
    }
    return this.importer.import(file, format.name, caller.id);
  }

  @Get('export')
  @Roles('admin')
  @ApiOperation({ summary: 'All products as CSV, one row per variant, that an import reads back' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  export(): StreamableFile {
    return new StreamableFile(Readable.from(this.exporter.lines()), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="products.csv"',
    });
  }
}

function ratesOf({ rate }: ImportProductsQuery): Record<string, string> {
  return Object.fromEntries(rate?.split(',').map((pair) => pair.split(':')) ?? []);
}
