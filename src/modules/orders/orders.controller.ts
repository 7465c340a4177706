import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Authenticated, Caller, Public } from '../../common/auth/access.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { PreferredLocale } from '../../common/http/preferred-locale.js';
import { Idempotent, ResourceId } from '../../common/idempotency/idempotent.decorator.js';
import type { Locale } from '../../common/mail/letter.js';
import { CurrentShopper, type Shopper } from '../carts/index.js';
import { normaliseEmail, UsersService } from '../users/index.js';
import { CancelOrderDto } from './dto/change-order.dto.js';
import { ListOrdersQuery } from './dto/list-orders.query.js';
import { OrderPageResponse, OrderResponse } from './dto/order.response.js';
import { PlaceOrderDto } from './dto/place-order.dto.js';
import { TimelineResponse } from './dto/timeline.response.js';
import { answerOrder } from './order-answer.js';
import { toOrderResponse } from './order.mapper.js';
import { OrderVisibility, type OrderVisitor } from './order-visibility.service.js';
import { OrdersService } from './orders.service.js';
import { PlaceOrderService } from './place-order.service.js';
import { toTimeline } from './timeline.mapper.js';
import { GUEST_HEADERS, Visitor } from './visitor.decorator.js';

/** Orders of customers and guests; staff see all of them. A foreign order answers like a missing one. */
@ApiTags('orders')
@ApiBearerAuth()
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly placing: PlaceOrderService,
    private readonly visibility: OrderVisibility,
    private readonly users: UsersService,
  ) {}

  @Post()
  @Public()
  @Idempotent()
  @ApiOperation({
    summary: 'Place an order for a cart; its stock is held until the order is paid or expires',
  })
  @ApiHeader(GUEST_HEADERS.cart)
  @ApiCreatedResponse({ type: OrderResponse })
  @ApiNotFoundResponse({ description: 'There is no such cart, or it is somebody else’s' })
  async place(
    @Body() body: PlaceOrderDto,
    @CurrentShopper() shopper: Shopper,
    @ResourceId() orderId: string,
    @PreferredLocale() locale: Locale,
    @Res({ passthrough: true }) response: Response,
  ) {
    const email = body.email ?? (shopper.userId && (await this.users.findById(shopper.userId))?.email);
    const order = await this.placing.place({ ...body, orderId, shopper, email, locale });
    response.setHeader('Location', `/v1/orders/${orderId}`);
    return answerOrder(order, response);
  }

  @Get()
  @Authenticated()
  @ApiOperation({ summary: 'List orders, newest first: a customer’s own, for staff everybody’s' })
  @ApiOkResponse({ type: OrderPageResponse })
  async list(
    @Query() query: ListOrdersQuery,
    @Caller() caller: AuthenticatedUser,
  ): Promise<OrderPageResponse> {
    const page =
      caller.role === 'admin'
        ? await this.orders.list(toFilter(query), query)
        : await this.orders.listOfUser(caller.id, query);
    return { items: page.items.map(toOrderResponse), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'Read an order' })
  @ApiHeader(GUEST_HEADERS.cart)
  @ApiHeader(GUEST_HEADERS.order)
  @ApiOkResponse({ type: OrderResponse })
  async find(
    @Param('id', ParseIdPipe) id: string,
    @Visitor() visitor: OrderVisitor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answerOrder(await this.visibility.get(id, visitor), response);
  }

  @Get(':id/timeline')
  @Public()
  @ApiOperation({ summary: 'Read what has happened to an order, the oldest first' })
  @ApiHeader(GUEST_HEADERS.cart)
  @ApiHeader(GUEST_HEADERS.order)
  @ApiOkResponse({ type: TimelineResponse })
  async timeline(
    @Param('id', ParseIdPipe) id: string,
    @Visitor() visitor: OrderVisitor,
  ): Promise<TimelineResponse> {
    return toTimeline(await this.visibility.get(id, visitor), visitor.caller?.role === 'admin');
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Public()
  @Idempotent()
  @ApiOperation({
    summary: 'Cancel an order, or units of it, that nothing was sent of; money that was paid goes back',
  })
  @ApiHeader(GUEST_HEADERS.cart)
  @ApiHeader(GUEST_HEADERS.order)
  @ApiOkResponse({ type: OrderResponse })
  async cancel(
    @Param('id', ParseIdPipe) id: string,
    @Body() { lines, reason }: CancelOrderDto,
    @Visitor() visitor: OrderVisitor,
    @ResourceId() cancellationId: string,
    @Res({ passthrough: true }) response: Response,
  ) {
    const order = await this.visibility.get(id, visitor);
    const actor = visitor.caller?.id ?? 'guest';
    return answerOrder(await this.orders.cancel(order, { cancellationId, actor, reason, lines }), response);
  }
}

function toFilter(query: ListOrdersQuery) {
  const { status, paymentStatus, fulfilmentStatus, number, email, awaitingGoods } = query;
  return {
    ...(status !== undefined && { status }),
    ...(paymentStatus !== undefined && { paymentStatus }),
    ...(fulfilmentStatus !== undefined && { fulfilmentStatus }),
    ...(number !== undefined && { number }),
    ...(email !== undefined && { email: normaliseEmail(email) }),
    ...(awaitingGoods === true && { isAwaitingGoods: true as const }),
  };
}
