import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiBadGatewayResponse,
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../../common/auth/access.js';
import { Clock } from '../../common/clock/clock.js';
import { versionEtag } from '../../common/http/etag.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { Idempotent, ResourceId } from '../../common/idempotency/idempotent.decorator.js';
import { GUEST_HEADERS, OrderVisibility, type OrderVisitor, Visitor } from '../orders/index.js';
import { ListPaymentsQuery } from './dto/list-payments.query.js';
import { PaymentPageResponse, PaymentResponse } from './dto/payment.response.js';
import { StartPaymentDto } from './dto/start-payment.dto.js';
import { toPaymentResponse } from './payment.mapper.js';
import { PaymentReader } from './payment-reader.service.js';
import type { PaymentRecord } from './payment.schema.js';
import { StartPaymentService } from './start-payment.service.js';

/** Payments, for whoever may see their orders. A foreign payment answers like a missing one. */
@ApiTags('payments')
@ApiBearerAuth()
@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly starting: StartPaymentService,
    private readonly reader: PaymentReader,
    private readonly visibility: OrderVisibility,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Public()
  @Idempotent()
  @ApiOperation({ summary: 'Start paying an order; the customer goes on at checkoutUrl' })
  @ApiHeader(GUEST_HEADERS.cart)
  @ApiHeader(GUEST_HEADERS.order)
  @ApiCreatedResponse({ type: PaymentResponse })
  @ApiNotFoundResponse({ description: 'There is no such order, or it is somebody else’s' })
  @ApiConflictResponse({ description: 'The order does not take a payment' })
  @ApiBadGatewayResponse({ description: 'The shop’s account at the provider is not set up for this' })
  @ApiServiceUnavailableResponse({ description: 'The provider cannot be used; the order can be paid later' })
  async start(
    @Body() { orderId, method, saveCard }: StartPaymentDto,
    @Visitor() visitor: OrderVisitor,
    @ResourceId() paymentId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PaymentResponse> {
    const order = await this.visibility.get(orderId, visitor);
    const userId = visitor.caller?.role === 'customer' ? visitor.caller.id : undefined;
    const payment = await this.starting.start({ paymentId, order, method, userId, savesCard: saveCard });
    response.setHeader('Location', `/v1/payments/${paymentId}`);
    return this.answer(payment, response);
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'List the attempts to pay an order, newest first' })
  @ApiHeader(GUEST_HEADERS.cart)
  @ApiHeader(GUEST_HEADERS.order)
  @ApiOkResponse({ type: PaymentPageResponse })
  @ApiNotFoundResponse({ description: 'There is no such order, or it is somebody else’s' })
  async list(
    @Query() query: ListPaymentsQuery,
    @Visitor() visitor: OrderVisitor,
  ): Promise<PaymentPageResponse> {
    const page = await this.reader.list(query.orderId, visitor, query);
    const now = this.clock.now();
    return {
      items: page.items.map((payment) => toPaymentResponse(payment, now)),
      nextCursor: page.nextCursor,
    };
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'Read a payment' })
  @ApiHeader(GUEST_HEADERS.cart)
  @ApiHeader(GUEST_HEADERS.order)
  @ApiOkResponse({ type: PaymentResponse })
  async find(
    @Param('id', ParseIdPipe) id: string,
    @Visitor() visitor: OrderVisitor,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PaymentResponse> {
    return this.answer(await this.reader.getFor(id, visitor), response);
  }

  /** What time alone changes, such as an expiry, is in the tag but not in the version. */
  private answer(payment: PaymentRecord, response: Response): PaymentResponse {
    const body = toPaymentResponse(payment, this.clock.now());
    response.setHeader('ETag', versionEtag(payment.version, body.status));
    return body;
  }
}
