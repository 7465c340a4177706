import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPreconditionFailedResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Authenticated, Caller, Public } from '../../common/auth/access.js';
import { optionalIfMatch, requireIfMatch, versionEtag } from '../../common/http/etag.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { ParseSkuPipe } from '../../common/http/parse-sku.pipe.js';
import { AppConfig } from '../../config/app-config.js';
import { InventoryService } from '../inventory/index.js';
import { ProductsService } from '../products/index.js';
import { toQuoteResponse } from './cart-quote.mapper.js';
import { CartQuoteService } from './cart-quote.service.js';
import { toCartResponse } from './cart.mapper.js';
import type { CartRecord } from './cart.schema.js';
import { CartsService, type Shopper } from './carts.service.js';
import { AddItemDto, CartResponse, ChangeCartDto, MergeCartDto, SetQuantityDto } from './dto/cart.dto.js';
import { CartQuoteResponse, QuoteQuery } from './dto/quote.dto.js';
import { MergeCartService } from './merge-cart.service.js';
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
    private readonly merging: MergeCartService,
    private readonly quotes: CartQuoteService,
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

  @Post('merge')
  @HttpCode(200)
  @Authenticated()
  @ApiOperation({ summary: 'Bring a guest’s cart into the cart of the customer who has signed in' })
  @ApiHeader({ ...CART_TOKEN_HEADER, required: true })
  @ApiOkResponse({ type: CartResponse })
  @ApiNotFoundResponse({ description: 'There is no such cart, or its token is another one' })
  @ApiConflictResponse({ description: 'The guest’s cart has been ordered' })
  async mergeGuestCart(
    @Body() { guestCartId, mode }: MergeCartDto,
    @Caller() caller: AuthenticatedUser,
    @Headers('x-cart-token') token: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.answer(await this.merging.merge(caller.id, guestCartId, token ?? '', mode), response);
  }

  @Get('current')
  @Authenticated()
  @ApiOperation({ summary: 'Read the cart that the customer changed last' })
  @ApiOkResponse({ type: CartResponse })
  @ApiNotFoundResponse({ description: 'The customer has no cart' })
  async current(@Caller() caller: AuthenticatedUser, @Res({ passthrough: true }) response: Response) {
    return this.answer(await this.carts.getNewestOf(caller.id), response);
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

  @Patch(':id')
  @Public()
  @ApiOperation({ summary: 'Leave a note for the shop, or take it back' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiHeader(IF_MATCH_HEADER)
  @ApiOkResponse({ type: CartResponse })
  @ApiConflictResponse({ description: 'The cart has been ordered, or has gone into the customer’s' })
  @ApiPreconditionFailedResponse({ description: 'The cart has changed since it was read' })
  async change(
    @Param('id', ParseIdPipe) id: string,
    @CurrentShopper() shopper: Shopper,
    @Body() { note }: ChangeCartDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.answer(await this.carts.setNote(id, shopper, note, requireIfMatch(ifMatch)), response);
  }

  @Get(':id/quote')
  @Public()
  @ApiOperation({
    summary: 'Tell how the cart can be delivered to an address, and what the order would come to',
  })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiOkResponse({ type: CartQuoteResponse })
  @ApiUnprocessableEntityResponse({ description: 'The shipping method does not serve the address' })
  async quote(
    @Param('id', ParseIdPipe) id: string,
    @CurrentShopper() shopper: Shopper,
    @Query() { shippingMethod, paymentMethod, ...destination }: QuoteQuery,
  ): Promise<CartQuoteResponse> {
    const cart = await this.carts.get(id, shopper);
    const cashOnDelivery = paymentMethod === 'cod';
    const quote = await this.quotes.quote(cart, { destination, shippingMethod, cashOnDelivery });
    return toQuoteResponse(quote, this.config.storeCurrency);
  }

  @Post(':id/items')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Put units of a SKU in; adds to the line when the cart has one' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiHeader({ ...IF_MATCH_HEADER, required: false })
  @ApiOkResponse({ type: CartResponse })
  @ApiConflictResponse({ description: 'The cart has been ordered, or has gone into the customer’s' })
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
  @ApiConflictResponse({ description: 'The cart has been ordered, or has gone into the customer’s' })
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
  @ApiConflictResponse({ description: 'The cart has been ordered, or has gone into the customer’s' })
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
