import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { OrdersModule } from '../orders/index.js';
import { UsersModule } from '../users/index.js';
import { CallbackInboxRepository } from './callback-inbox.repository.js';
import { CallbackRecord, CallbackSchema } from './callback-inbox.schema.js';
import { CallbackIntake } from './callback-intake.service.js';
import { OperationRunner } from './operation-runner.service.js';
import { OrderEffects } from './order-effects.service.js';
import { OrderReporter } from './order-reporter.service.js';
import { PaymentDeskController } from './payment-desk.controller.js';
import { PaymentDesk } from './payment-desk.service.js';
import { PaymentLedger } from './payment-ledger.service.js';
import { PaymentNews } from './payment-news.service.js';
import { CallbackSource } from './payment-provider.port.js';
import { PaymentProviders } from './payment-providers.js';
import { PaymentReader } from './payment-reader.service.js';
import { PaymentRepository } from './payment.repository.js';
import { PaymentRecord, PaymentSchema } from './payment.schema.js';
import { PaymentWorker } from './payment-worker.service.js';
import { PaymentsController } from './payments.controller.js';
import { PaymobCallbacksController } from './paymob-callbacks.controller.js';
import { CashProvider } from './providers/cash/cash.provider.js';
import { IntentionFlow } from './providers/paymob/intention-flow.js';
import { LegacyFlow } from './providers/paymob/legacy-flow.js';
import { PaymobCallbacks } from './providers/paymob/paymob.callbacks.js';
import { PaymobClient } from './providers/paymob/paymob.client.js';
import { PaymobHttp } from './providers/paymob/paymob-http.js';
import { PaymobProvider } from './providers/paymob/paymob.provider.js';
import { PaymobToken } from './providers/paymob/paymob-token.js';
import { ReturnVisitService } from './return-visit.service.js';
import { SavedCardRepository } from './saved-card.repository.js';
import { SavedCardRecord, SavedCardSchema } from './saved-card.schema.js';
import { SavedCardsController } from './saved-cards.controller.js';
import { SavedCardsService } from './saved-cards.service.js';
import { StartPaymentService } from './start-payment.service.js';
import { TokenSeal } from './token-seal.js';

const PAYMOB = [PaymobHttp, PaymobToken, PaymobClient, IntentionFlow, LegacyFlow, PaymobProvider];

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: PaymentRecord.name, schema: PaymentSchema },
      { name: CallbackRecord.name, schema: CallbackSchema },
      { name: SavedCardRecord.name, schema: SavedCardSchema },
    ]),
    OrdersModule,
    UsersModule,
  ],
  // Fixed paths stand first: payments/{id} would otherwise take them for ids.
  controllers: [PaymobCallbacksController, SavedCardsController, PaymentsController, PaymentDeskController],
  providers: [
    ...PAYMOB,
    CashProvider,
    PaymentProviders,
    { provide: CallbackSource, useClass: PaymobCallbacks },
    PaymentRepository,
    PaymentLedger,
    PaymentNews,
    OperationRunner,
    OrderReporter,
    OrderEffects,
    PaymentWorker,
    CallbackInboxRepository,
    CallbackIntake,
    StartPaymentService,
    ReturnVisitService,
    PaymentReader,
    PaymentDesk,
    SavedCardRepository,
    SavedCardsService,
    TokenSeal,
  ],
})
export class PaymentsModule {}
