import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Caller, Roles } from '../../common/auth/access.js';
import { optionalIfMatch, versionEtag } from '../../common/http/etag.js';
import { PageQuery } from '../../common/http/pagination.js';
import { ParseSkuPipe } from '../../common/http/parse-sku.pipe.js';
import { DEFAULT_LOCATION } from './domain/location-preference.js';
import { AdjustStockDto, ListStockQuery, SetStockDto, SetStockRulesDto } from './dto/inventory.dto.js';
import {
  AdjustmentPageResponse,
  LocationStockPageResponse,
  StockItemResponse,
} from './dto/inventory.response.js';
import { InventoryService } from './inventory.service.js';
import { StockCountService } from './stock-count.service.js';
import { toAdjustmentResponse, toLocationResponse, toStockItemResponse } from './stock-item.mapper.js';

/** The stock, for staff. */
@ApiTags('inventory')
@ApiBearerAuth()
@Controller('inventory')
export class InventoryController {
  constructor(
    private readonly inventory: InventoryService,
    private readonly counts: StockCountService,
  ) {}

  @Get()
  @Roles('admin')
  @ApiOperation({ summary: 'List stock by SKU and location, everything or only what runs low' })
  @ApiOkResponse({ type: LocationStockPageResponse })
  async list(
    @Query() { locationCode, low, limit, cursor }: ListStockQuery,
  ): Promise<LocationStockPageResponse> {
    const filter = {
      ...(locationCode !== undefined && { locationCode }),
      ...(low === true && { isLow: true as const }),
    };
    const page = await this.inventory.list(filter, limit, cursor);
    return { items: page.items.map(toLocationResponse), nextCursor: page.nextCursor };
  }

  @Get(':sku')
  @Roles('admin')
  @ApiOperation({ summary: 'Read the stock of a SKU by location, with its latest adjustments' })
  @ApiOkResponse({ type: StockItemResponse })
  async find(@Param('sku', ParseSkuPipe) sku: string, @Res({ passthrough: true }) response: Response) {
    return this.answer(sku, response);
  }

  @Put(':sku')
  @Roles('admin')
  @ApiOperation({ summary: 'Set the counted stock of a SKU at a location, starting it when it has none' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'ETag of the location’s count that the change is based on',
  })
  @ApiOkResponse({ type: StockItemResponse })
  @ApiConflictResponse({ description: 'Orders hold more than the new count' })
  @ApiPreconditionFailedResponse({ description: 'The count has changed since it was read' })
  @ApiUnprocessableEntityResponse({ description: 'There is no such location' })
  async set(
    @Param('sku', ParseSkuPipe) sku: string,
    @Body() body: SetStockDto,
    @Caller() caller: AuthenticatedUser,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const note = { reason: body.reason ?? 'count', actor: caller.id };
    await this.counts.setOnHand(sku, body.onHand, note, optionalIfMatch(ifMatch), body.locationCode);
    return this.answer(sku, response);
  }

  @Post(':sku/adjustments')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Correct the stock of a SKU at a location by a difference' })
  @ApiOkResponse({ type: StockItemResponse })
  @ApiConflictResponse({ description: 'Fewer units would be left than are reserved for orders' })
  @ApiUnprocessableEntityResponse({ description: 'There is no such location' })
  async adjust(
    @Param('sku', ParseSkuPipe) sku: string,
    @Body() body: AdjustStockDto,
    @Caller() caller: AuthenticatedUser,
    @Res({ passthrough: true }) response: Response,
  ) {
    const note = { reason: body.reason, actor: caller.id };
    await this.counts.adjust(sku, body.delta, note, body.locationCode);
    return this.answer(sku, response);
  }

  @Put(':sku/rules')
  @Roles('admin')
  @ApiOperation({
    summary: 'Set backorder or preorder policy and the low-stock threshold; what is left out stays',
  })
  @ApiOkResponse({ type: StockItemResponse })
  @ApiUnprocessableEntityResponse({ description: 'There is no such location' })
  async setRules(
    @Param('sku', ParseSkuPipe) sku: string,
    @Body() { locationCode, ...rules }: SetStockRulesDto,
    @Res({ passthrough: true }) response: Response,
  ) {
    await this.counts.setRules(sku, rules, locationCode);
    return this.answer(sku, response);
  }

  @Get(':sku/history')
  @Roles('admin')
  @ApiOperation({ summary: 'List the adjustments of a SKU, the newest first' })
  @ApiOkResponse({ type: AdjustmentPageResponse })
  async history(
    @Param('sku', ParseSkuPipe) sku: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<AdjustmentPageResponse> {
    const page = await this.inventory.history(sku, limit, cursor);
    return { items: page.items.map(toAdjustmentResponse), nextCursor: page.nextCursor };
  }

  /** The ETag is that of the default location's count; those of the others stand beside them. */
  private async answer(sku: string, response: Response): Promise<StockItemResponse> {
    const stock = await this.inventory.get(sku);
    const counted =
      stock.locations.find(({ locationCode }) => locationCode === DEFAULT_LOCATION) ?? stock.locations[0];
    const body = toStockItemResponse(stock);
    if (counted !== undefined) response.setHeader('ETag', versionEtag(counted.version, JSON.stringify(body)));
    return body;
  }
}
