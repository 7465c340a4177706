import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Anonymous } from '../../common/auth/access.js';
import { RateLimited } from '../../common/rate-limit/rate-limited.decorator.js';
import { LookUpOrderDto, RequestOrderLinkDto } from './dto/change-order.dto.js';
import { OrderResponse } from './dto/order.response.js';
import { answerOrder } from './order-answer.js';
import { OrderLookupService } from './order-lookup.service.js';

/** How guests come back to their orders. */
@ApiTags('orders')
@Controller('orders/lookup')
export class OrderLookupController {
  constructor(private readonly lookup: OrderLookupService) {}

  @Post()
  @HttpCode(200)
  @Anonymous()
  @RateLimited('proof')
  @ApiOperation({ summary: 'Open an order by its number and the token from a mail' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiNotFoundResponse({ description: 'There is no such order, or the token does not open it' })
  async open(@Body() { number, token }: LookUpOrderDto, @Res({ passthrough: true }) response: Response) {
    return answerOrder(await this.lookup.open(number, token), response);
  }

  @Post('link')
  @HttpCode(202)
  @Anonymous()
  @RateLimited('mail')
  @ApiOperation({
    summary: 'Mail the link to an order to the address it was placed with; the answer is always the same',
  })
  @ApiAcceptedResponse({ description: 'A mail is on its way if there is such an order' })
  async requestLink(@Body() { number, email }: RequestOrderLinkDto): Promise<void> {
    await this.lookup.requestLink(number, email);
  }
}
