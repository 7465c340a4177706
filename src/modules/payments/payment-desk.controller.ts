import { applyDecorators, Body, Controller, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadGatewayResponse,
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Caller, Roles } from '../../common/auth/access.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { Idempotent, ResourceId } from '../../common/idempotency/idempotent.decorator.js';
import { isUnderWay, type Operation } from './domain/operation.js';
import { CapturePaymentDto, RefundPaymentDto } from './dto/payment-operations.dto.js';
import { PaymentOperationResponse } from './dto/payment.response.js';
import { toOperationResponse } from './payment.mapper.js';
import { PaymentDesk } from './payment-desk.service.js';

/** What the provider makes of an operation, for the documentation. */
const ProviderAnswers = () =>
  applyDecorators(
    Idempotent(),
    ApiCreatedResponse({ type: PaymentOperationResponse, description: 'Done' }),
    ApiAcceptedResponse({
      type: PaymentOperationResponse,
      description: 'The provider’s answer was lost; what came of it is being found out',
    }),
    ApiConflictResponse({ description: 'The payment has not that much left, or a repeat is in flight' }),
    ApiBadGatewayResponse({ description: 'The shop’s account at the provider is not set up for this' }),
    ApiServiceUnavailableResponse({ description: 'The provider cannot be used; nothing was done' }),
  );

/** What the shop's staff do with payments. */
@ApiTags('payments')
@ApiBearerAuth()
@Controller('payments/:id')
export class PaymentDeskController {
  constructor(private readonly desk: PaymentDesk) {}

  @Post('capture')
  @Roles('admin')
  @ProviderAnswers()
  @ApiOperation({ summary: 'Capture an authorised payment, as a whole or in part' })
  async capture(
    @Param('id', ParseIdPipe) paymentId: string,
    @Body() { amountMinor }: CapturePaymentDto,
    @Caller() { id: actor }: AuthenticatedUser,
    @ResourceId() operationId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PaymentOperationResponse> {
    return answer(await this.desk.capture({ paymentId, operationId, actor }, amountMinor), response);
  }

  @Post('void')
  @Roles('admin')
  @ProviderAnswers()
  @ApiOperation({ summary: 'Undo a payment as a whole: an authorisation, or a card payment of today' })
  async void(
    @Param('id', ParseIdPipe) paymentId: string,
    @Caller() { id: actor }: AuthenticatedUser,
    @ResourceId() operationId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PaymentOperationResponse> {
    return answer(await this.desk.void({ paymentId, operationId, actor }), response);
  }

  @Post('refunds')
  @Roles('admin')
  @ProviderAnswers()
  @ApiOperation({ summary: 'Give money back' })
  async refund(
    @Param('id', ParseIdPipe) paymentId: string,
    @Body() { amountMinor, reason }: RefundPaymentDto,
    @Caller() { id: actor }: AuthenticatedUser,
    @ResourceId() operationId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PaymentOperationResponse> {
    return answer(await this.desk.refund({ paymentId, operationId, actor }, amountMinor, reason), response);
  }
}

function answer(operation: Operation, response: Response): PaymentOperationResponse {
  if (isUnderWay(operation)) response.status(202);
  return toOperationResponse(operation);
}
