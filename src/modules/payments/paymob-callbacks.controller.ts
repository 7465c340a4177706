import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Anonymous } from '../../common/auth/access.js';
import { PreferredLocale } from '../../common/http/preferred-locale.js';
import type { Locale } from '../../common/mail/letter.js';
import { AppConfig } from '../../config/app-config.js';
import { CallbackIntake } from './callback-intake.service.js';
import { renderReturnPage } from './return-page/return-page.js';
import { RETURN_STYLE_SOURCE } from './return-page/return-style.js';
import { ReturnVisitService } from './return-visit.service.js';

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
  constructor(
    private readonly intake: CallbackIntake,
    private readonly visits: ReturnVisitService,
    private readonly config: AppConfig,
  ) {}

  @Post('webhook')
  @HttpCode(200)
  @Anonymous()
  @ApiOperation({ summary: 'Take a processed callback of Paymob' })
  @ApiQuery(HMAC_QUERY)
  @ApiBody({ description: 'As Paymob sends it', schema: { type: 'object' } })
  @ApiOkResponse({ description: 'Stored' })
  @ApiUnauthorizedResponse({ description: 'The signature is not valid' })
  async webhook(@Req() request: Request): Promise<{ received: true }> {
    await this.intake.receive(request.body as unknown, request.query['hmac']);
    return { received: true };
  }

  @Get('return')
  @Anonymous()
  @ApiOperation({ summary: 'Tell the customer who comes back how the payment stands; changes nothing' })
  @ApiQuery(HMAC_QUERY)
  @ApiOkResponse({ description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } })
  @ApiUnauthorizedResponse({
    description: 'A page, too; the signature is not valid',
    content: { 'text/html': { schema: { type: 'string' } } },
  })
  async returned(
    @Req() request: Request,
    @Res() response: Response,
    @PreferredLocale() locale: Locale,
  ): Promise<void> {
    const { status, link } = await this.visits.receive(request.query);
    // In the older flow the page appears in an iframe of the shop's, where it needs a style and an ancestor.
    response.removeHeader('X-Frame-Options');
    response.set(
      'Content-Security-Policy',
      `default-src 'none'; style-src ${RETURN_STYLE_SOURCE}; frame-ancestors 'self' ${this.config.storefrontUrl}`,
    );
    response
      .status(status === undefined ? 401 : 200)
      .type('text/html')
      .send(renderReturnPage({ status, locale, link }));
  }
}
