import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../../common/auth/access.js';
import { optionalIfMatch, requireIfMatch, versionEtag } from '../../common/http/etag.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { ParseSkuPipe } from '../../common/http/parse-sku.pipe.js';
import { AppConfig } from '../../config/app-config.js';
import { InventoryService } from '../inventory/index.js';
import { ProductsService } from '../products/index.js';
import { toCartResponse } from './cart.mapper.js';
import type { CartRecord } from './cart.schema.js';
import { CartsService, type Shopper } from './carts.service.js';
import { AddItemDto, CartResponse, SetQuantityDto } from './dto/cart.dto.js';
import { CurrentShopper } from './shopper.js';

const CART_TOKEN_HEADER = {
  name: 'X-Cart-Token',
  required: false,
  description: 'A guest’s token of the cart',
};
const IF_MATCH_HEADER = {
  name: 'If-Match',
  required: true,
  description: 'ETag of the cart that the change is based on',
};

/** Carts of customers and guests. A foreign cart answers like a missing one. */
@ApiTags('carts')
@ApiBearerAuth()
@Controller('carts')
export class CartsController {
  constructor(
    private readonly carts: CartsService,
    private readonly products: ProductsService,
    private readonly inventory: InventoryService,
    private readonly config: AppConfig,
  ) {}

  @Post()
  @Public()
  @ApiOperation({ summary: 'Start a cart; a guest gets its token' })
  @ApiCreatedResponse({ type: CartResponse })
  async create(@CurrentShopper() shopper: Shopper, @Res({ passthrough: true }) response: Response) {
    const { cart, token } = await this.carts.create({ userId: shopper.userId });
    response.setHeader('Location', `/v1/carts/${cart._id.toHexString()}`);
    return this.answer(cart, response, token);
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'Read a cart with current prices and stock' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiOkResponse({ type: CartResponse })
  async find(
    @Param('id', ParseIdPipe) id: string,
    @CurrentShopper() shopper: Shopper,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.answer(await this.carts.get(id, shopper), response);
  }

  @Post(':id/items')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Put units of a SKU in; adds to the line when the cart has one' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiHeader({ ...IF_MATCH_HEADER, required: false })
  @ApiOkResponse({ type: CartResponse })
  @ApiConflictResponse({ description: 'The cart has been ordered' })
  @ApiPreconditionFailedResponse({ description: 'The cart has changed since it was read' })
  @ApiUnprocessableEntityResponse({ description: 'The SKU is not on sale, or a limit is exceeded' })
  async addItem(
    @Param('id', ParseIdPipe) id: string,
    @CurrentShopper() shopper: Shopper,
    @Body() body: AddItemDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    // Adding is the same in any order, so unlike the writes below it needs no condition.
    const version = optionalIfMatch(ifMatch) ?? null;
    return this.answer(await this.carts.addItem(id, shopper, body.sku, body.quantity, version), response);
  }

  @Patch(':id/items/:sku')
  @Public()
  @ApiOperation({ summary: 'Change the quantity of a line' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiHeader(IF_MATCH_HEADER)
  @ApiOkResponse({ type: CartResponse })
  @ApiConflictResponse({ description: 'The cart has been ordered' })
  @ApiPreconditionFailedResponse({ description: 'The cart has changed since it was read' })
  @ApiUnprocessableEntityResponse({ description: 'The SKU is not on sale' })
  async setQuantity(
    @Param('id', ParseIdPipe) id: string,
    @Param('sku', ParseSkuPipe) sku: string,
    @CurrentShopper() shopper: Shopper,
    @Body() body: SetQuantityDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const version = requireIfMatch(ifMatch);
    return this.answer(await this.carts.setQuantity(id, shopper, sku, body.quantity, version), response);
  }

  @Delete(':id/items/:sku')
  @Public()
  @ApiOperation({ summary: 'Take a line out' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiHeader(IF_MATCH_HEADER)
  @ApiOkResponse({ type: CartResponse })
  @ApiConflictResponse({ description: 'The cart has been ordered' })
  @ApiPreconditionFailedResponse({ description: 'The cart has changed since it was read' })
  async removeItem(
    @Param('id', ParseIdPipe) id: string,
    @Param('sku', ParseSkuPipe) sku: string,
    @CurrentShopper() shopper: Shopper,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.answer(await this.carts.removeItem(id, shopper, sku, requireIfMatch(ifMatch)), response);
  }

  private async answer(cart: CartRecord, response: Response, token?: string): Promise<CartResponse> {
    const skus = cart.lines.map((line) => line.sku);
    const [variants, levels] = await Promise.all([
      this.products.findSellable(skus),
      this.inventory.levels(skus),
    ]);
    const body = toCartResponse(cart, { variants, levels, currency: this.config.storeCurrency }, token);
    response.setHeader('ETag', versionEtag(cart.version, JSON.stringify(body.items)));
    return body;
  }
}
