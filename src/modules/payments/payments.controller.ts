import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Caller, Public } from '../../common/auth/access.js';
import { versionEtag } from '../../common/http/etag.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { Idempotent, ResourceId } from '../../common/idempotency/idempotent.decorator.js';
import { CurrentShopper, type Shopper } from '../carts/index.js';
import { PaymentResponse, StartPaymentDto } from './dto/payment.dto.js';
import { toPaymentResponse } from './payment.mapper.js';
import { PaymentsService } from './payments.service.js';

const CART_TOKEN_HEADER = {
  name: 'X-Cart-Token',
  required: false,
  description: 'A guest’s token of the ordered cart',
};

@ApiTags('payments')
@ApiBearerAuth()
@Controller('payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Post()
  @Public()
  @Idempotent()
  @ApiOperation({ summary: 'Start paying an order; the customer goes on at checkoutUrl' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiCreatedResponse({ type: PaymentResponse })
  async start(
    @Body() body: StartPaymentDto,
    @CurrentShopper() shopper: Shopper,
    @ResourceId() paymentId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PaymentResponse> {
    const payment = await this.payments.start(paymentId, body.orderId, body.method, shopper);
    response.setHeader('Location', `/v1/payments/${paymentId}`);
    return toPaymentResponse(payment);
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'Read a payment' })
  @ApiHeader(CART_TOKEN_HEADER)
  @ApiOkResponse({ type: PaymentResponse })
  async find(
    @Param('id', ParseIdPipe) id: string,
    @CurrentShopper() shopper: Shopper,
    @Caller() caller: AuthenticatedUser | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PaymentResponse> {
    const payment = await this.payments.getOwned(id, shopper, caller?.role === 'admin');
    response.setHeader('ETag', versionEtag(payment.version));
    return toPaymentResponse(payment);
  }
}
