import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { TokensModule } from '../../common/auth/tokens.module.js';
import { MailModule } from '../../common/mail/mail.module.js';
import { CartsModule } from '../carts/index.js';
import { InventoryModule } from '../inventory/index.js';
import { PricingModule } from '../pricing/index.js';
import { ProductsModule } from '../products/index.js';
import { UsersModule } from '../users/index.js';
import { ComposeOrderService } from './compose-order.service.js';
import { FulfilOrderService } from './fulfil-order.service.js';
import { OrderAccess } from './order-access.service.js';
import { OrderDeskController } from './order-desk.controller.js';
import { OrderLookupController } from './order-lookup.controller.js';
import { OrderLookupService } from './order-lookup.service.js';
import { OrderMailer } from './order-mailer.js';
import { OrderPersonalData } from './order-personal-data.js';
import { OrderRepository } from './order.repository.js';
import { OrderRecord, OrderSchema } from './order.schema.js';
import { OrderSteps } from './order-steps.service.js';
import { OrderUpkeep } from './order-upkeep.service.js';
import { OrderVisibility } from './order-visibility.service.js';
import { OrderWorker } from './order-worker.service.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';
import { PlaceOrderService } from './place-order.service.js';
import { ReceivePaymentService } from './receive-payment.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: OrderRecord.name, schema: OrderSchema }]),
    TokensModule,
    MailModule,
    CartsModule,
    InventoryModule,
    PricingModule,
    ProductsModule,
    UsersModule,
  ],
  // The look-up stands first: its path would otherwise be taken for an order's id.
  controllers: [OrderLookupController, OrdersController, OrderDeskController],
  providers: [
    OrdersService,
    PlaceOrderService,
    ComposeOrderService,
    FulfilOrderService,
    ReceivePaymentService,
    OrderLookupService,
    OrderVisibility,
    OrderAccess,
    OrderSteps,
    OrderWorker,
    OrderUpkeep,
    OrderMailer,
    OrderPersonalData,
    OrderRepository,
  ],
  exports: [OrdersService, ReceivePaymentService, OrderVisibility, OrderWorker],
})
export class OrdersModule {}
