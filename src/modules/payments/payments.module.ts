import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { OrdersModule } from '../orders/index.js';
import { CallbackInboxRepository, CallbackRecord, CallbackSchema } from './callback-inbox.repository.js';
import { PaymentProvider } from './payment-provider.port.js';
import { PaymentRepository } from './payment.repository.js';
import { PaymentRecord, PaymentSchema } from './payment.schema.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { PaymobCallbacksController } from './paymob-callbacks.controller.js';
import { PaymobClient } from './providers/paymob/paymob.client.js';
import { PaymobProvider } from './providers/paymob/paymob.provider.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: PaymentRecord.name, schema: PaymentSchema },
      { name: CallbackRecord.name, schema: CallbackSchema },
    ]),
    OrdersModule,
  ],
  controllers: [PaymobCallbacksController, PaymentsController],
  providers: [
    PaymentsService,
    PaymentRepository,
    CallbackInboxRepository,
    PaymobClient,
    { provide: PaymentProvider, useClass: PaymobProvider },
  ],
  exports: [PaymentsService],
})
export class PaymentsModule {}
