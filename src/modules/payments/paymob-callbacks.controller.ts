import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../../common/auth/access.js';
import { PaymentsService } from './payments.service.js';
import { renderReturnPage } from './return-page.js';

const HMAC_QUERY = {
  name: 'hmac',
  required: true,
  schema: { type: 'string' as const },
  description: 'HMAC-SHA512, hex',
};

/** Where Paymob and the customer's browser come back to. Bodies and queries are read raw, since a DTO would change signed fields. */
@ApiTags('payments')
@Controller('payments/paymob')
export class PaymobCallbacksController {
  constructor(private readonly payments: PaymentsService) {}

  @Post('webhook')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Take a processed callback of Paymob' })
  @ApiQuery(HMAC_QUERY)
  @ApiOkResponse({ description: 'Stored' })
  @ApiUnauthorizedResponse({ description: 'The signature is not valid' })
  async webhook(@Req() request: Request): Promise<{ received: true }> {
    await this.payments.receiveCallback(request.body as unknown, request.query['hmac']);
    return { received: true };
  }

  @Get('return')
  @Public()
  @ApiOperation({ summary: 'Tell the customer who comes back how the payment stands; changes nothing' })
  @ApiQuery(HMAC_QUERY)
  @ApiOkResponse({ description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } })
  @ApiUnauthorizedResponse({ description: 'The signature is not valid' })
  async returned(@Req() request: Request, @Res() response: Response): Promise<void> {
    const payment = await this.payments.findByReturn(request.query);
    response.type('text/html').send(renderReturnPage(payment?.status ?? 'pending'));
  }
}
