import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Caller, Roles } from '../../common/auth/access.js';
import { optionalIfMatch, versionEtag } from '../../common/http/etag.js';
import { ParseSkuPipe } from '../../common/http/parse-sku.pipe.js';
import { AdjustStockDto, SetStockDto, StockItemResponse } from './dto/inventory.dto.js';
import { InventoryService } from './inventory.service.js';
import { toStockItemResponse } from './stock-item.mapper.js';
import type { StockItemView } from './stock-item.repository.js';

@ApiTags('inventory')
@ApiBearerAuth()
@Controller('inventory')
export class InventoryController {
  constructor(private readonly inventory: InventoryService) {}

  @Get(':sku')
  @Roles('admin')
  @ApiOperation({ summary: 'Read the stock of a SKU with its latest adjustments' })
  @ApiOkResponse({ type: StockItemResponse })
  async find(@Param('sku', ParseSkuPipe) sku: string, @Res({ passthrough: true }) response: Response) {
    return answer(await this.inventory.get(sku), response);
  }

  @Put(':sku')
  @Roles('admin')
  @ApiOperation({ summary: 'Set the counted stock of a SKU, starting it when it has none' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'ETag of the count that the change is based on',
  })
  @ApiOkResponse({ type: StockItemResponse })
  async set(
    @Param('sku', ParseSkuPipe) sku: string,
    @Body() body: SetStockDto,
    @Caller() caller: AuthenticatedUser,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const note = { reason: body.reason ?? 'count', actor: caller.id };
    return answer(await this.inventory.setOnHand(sku, body.onHand, note, optionalIfMatch(ifMatch)), response);
  }

  @Post(':sku/adjustments')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Correct the stock of a SKU by a difference' })
  @ApiOkResponse({ type: StockItemResponse })
  async adjust(
    @Param('sku', ParseSkuPipe) sku: string,
    @Body() body: AdjustStockDto,
    @Caller() caller: AuthenticatedUser,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answer(
      await this.inventory.adjust(sku, body.delta, { reason: body.reason, actor: caller.id }),
      response,
    );
  }
}

function answer(item: StockItemView, response: Response): StockItemResponse {
  response.setHeader('ETag', versionEtag(item.version));
  return toStockItemResponse(item);
}
