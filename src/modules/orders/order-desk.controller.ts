import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuthenticatedUser, Caller, Roles } from '../../common/auth/access.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { Idempotent, ResourceId } from '../../common/idempotency/idempotent.decorator.js';
import { AddNoteDto, DeliverParcelDto, FulfilOrderDto, RefuseParcelDto } from './dto/change-order.dto.js';
import { OrderResponse } from './dto/order.response.js';
import { FulfilOrderService } from './fulfil-order.service.js';
import { answerOrder } from './order-answer.js';
import { OrdersService } from './orders.service.js';

const ILLEGAL = { description: 'The order’s state forbids it; the problem names the state' };

/** What the shop's staff do with orders. */
@ApiTags('orders')
@ApiBearerAuth()
@Controller('orders/:id')
export class OrderDeskController {
  constructor(
    private readonly orders: OrdersService,
    private readonly fulfilment: FulfilOrderService,
  ) {}

  @Post('confirm')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Confirm a cash-on-delivery order, after a phone call say' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiConflictResponse(ILLEGAL)
  async confirm(
    @Param('id', ParseIdPipe) id: string,
    @Caller() caller: AuthenticatedUser,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answerOrder(await this.orders.confirmCash(id, caller.id), response);
  }

  @Post('fulfilments')
  @Roles('admin')
  @Idempotent()
  @ApiOperation({ summary: 'Hand units to the carrier, everything or in parts' })
  @ApiCreatedResponse({ type: OrderResponse })
  async fulfil(
    @Param('id', ParseIdPipe) id: string,
    @Body() body: FulfilOrderDto,
    @Caller() caller: AuthenticatedUser,
    @ResourceId() fulfilmentId: string,
    @Res({ passthrough: true }) response: Response,
  ) {
    const order = await this.orders.get(id);
    return answerOrder(await this.fulfilment.send(order, caller.id, { ...body, id: fulfilmentId }), response);
  }

  @Post('fulfilments/:fulfilmentId/deliver')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Note that a parcel has arrived, and the cash that the courier brought' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiConflictResponse(ILLEGAL)
  @ApiUnprocessableEntityResponse({ description: 'The cash is not what the parcel carries' })
  async deliver(
    @Param('id', ParseIdPipe) id: string,
    @Param('fulfilmentId', ParseIdPipe) fulfilmentId: string,
    @Body() { collectedMinor }: DeliverParcelDto,
    @Caller() caller: AuthenticatedUser,
    @Res({ passthrough: true }) response: Response,
  ) {
    const order = await this.orders.get(id);
    const delivered = await this.fulfilment.deliver(order, caller.id, fulfilmentId, collectedMinor);
    return answerOrder(delivered, response);
  }

  @Post('fulfilments/:fulfilmentId/refuse')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Note that a parcel was refused at the door: it comes back and is cancelled' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiConflictResponse(ILLEGAL)
  async refuse(
    @Param('id', ParseIdPipe) id: string,
    @Param('fulfilmentId', ParseIdPipe) fulfilmentId: string,
    @Body() { reason }: RefuseParcelDto,
    @Caller() caller: AuthenticatedUser,
    @Res({ passthrough: true }) response: Response,
  ) {
    const order = await this.orders.get(id);
    return answerOrder(await this.fulfilment.refuse(order, caller.id, fulfilmentId, reason), response);
  }

  @Post('notes')
  @Roles('admin')
  @Idempotent()
  @ApiOperation({ summary: 'Add a note to an order’s timeline' })
  @ApiCreatedResponse({ type: OrderResponse })
  async addNote(
    @Param('id', ParseIdPipe) id: string,
    @Body() { text, isPublic }: AddNoteDto,
    @Caller() caller: AuthenticatedUser,
    @ResourceId() noteId: string,
    @Res({ passthrough: true }) response: Response,
  ) {
    await this.orders.get(id);
    return answerOrder(
      await this.orders.addNote(id, { id: noteId, actor: caller.id, text, isPublic }),
      response,
    );
  }
}
