import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Authenticated, Caller, Public, Roles } from '../../common/auth/access.js';
import { versionEtag } from '../../common/http/etag.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { Idempotent, ResourceId } from '../../common/idempotency/idempotent.decorator.js';
import { CurrentShopper, type Shopper } from '../carts/index.js';
import { UsersService } from '../users/index.js';
import { ListOrdersQuery } from './dto/list-orders.query.js';
import { OrderPageResponse, OrderResponse } from './dto/order.response.js';
import { CancelOrderDto, PlaceOrderDto } from './dto/place-order.dto.js';
import { toOrderResponse } from './order.mapper.js';
import type { OrderRecord } from './order.schema.js';
import { OrdersService } from './orders.service.js';
import { PlaceOrderService } from './place-order.service.js';

const CART_TOKEN_HEADER = {
  name: 'X-Cart-Token',
  required: false,
  description: 'A guest’s token of the cart that was ordered',
};

/** Orders of customers and guests; staff see all of them. A foreign order answers like a missing one. */
@ApiTags('orders')
@ApiBearerAuth()
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly placing: PlaceOrderService,
    private readonly users: UsersService,
  ) {}

  @Post()
  @Public()
  @Idempotent()
  @ApiOperation({
    summary: 'Place an order for a cart; its stock is held until the order is paid or expires',
  })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiCreatedResponse({ type: OrderResponse })
  async place(
    @Body() body: PlaceOrderDto,
    @CurrentShopper() shopper: Shopper,
    @ResourceId() orderId: string,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { cartId, shippingAddress, shippingMethod, paymentMethod, expectedTotalMinor } = body;
    const email = body.email ?? (shopper.userId && (await this.users.findById(shopper.userId))?.email);
    const order = await this.placing.place({
      orderId,
      cartId,
      shopper,
      email,
      shippingAddress,
      shippingMethod,
      paymentMethod,
      expectedTotalMinor,
    });
    response.setHeader('Location', `/v1/orders/${orderId}`);
    return answer(order, response);
  }

  @Get()
  @Authenticated()
  @ApiOperation({ summary: 'List orders, newest first: a customer’s own, for staff everybody’s' })
  @ApiOkResponse({ type: OrderPageResponse })
  async list(
    @Query() query: ListOrdersQuery,
    @Caller() caller: AuthenticatedUser,
  ): Promise<OrderPageResponse> {
    const { status, paymentStatus, fulfilmentStatus } = query;
    const filter = Object.fromEntries(
      Object.entries({ status, paymentStatus, fulfilmentStatus }).filter(([, value]) => value !== undefined),
    );
    const page =
      caller.role === 'admin'
        ? await this.orders.list(filter, query)
        : await this.orders.listOfUser(caller.id, query);
    return { items: page.items.map(toOrderResponse), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'Read an order' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiOkResponse({ type: OrderResponse })
  async find(
    @Param('id', ParseIdPipe) id: string,
    @CurrentShopper() shopper: Shopper,
    @Caller() caller: AuthenticatedUser | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answer(await this.visible(id, shopper, caller), response);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Public()
  @Idempotent()
  @ApiOperation({ summary: 'Cancel an order of which nothing has been sent; money that was paid goes back' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiOkResponse({ type: OrderResponse })
  async cancel(
    @Param('id', ParseIdPipe) id: string,
    @Body() body: CancelOrderDto,
    @CurrentShopper() shopper: Shopper,
    @Caller() caller: AuthenticatedUser | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const order = await this.visible(id, shopper, caller);
    return answer(await this.orders.cancel(order, caller?.id ?? 'guest', body.reason), response);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Confirm a cash-on-delivery order' })
  @ApiOkResponse({ type: OrderResponse })
  async confirm(
    @Param('id', ParseIdPipe) id: string,
    @Caller() caller: AuthenticatedUser,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answer(await this.orders.confirmCash(id, caller.id), response);
  }

  private visible(id: string, shopper: Shopper, caller: AuthenticatedUser | undefined): Promise<OrderRecord> {
    return caller?.role === 'admin' ? this.orders.get(id) : this.orders.getOwned(id, shopper);
  }
}

function answer(order: OrderRecord, response: Response): OrderResponse {
  response.setHeader('ETag', versionEtag(order.version));
  return toOrderResponse(order);
}
