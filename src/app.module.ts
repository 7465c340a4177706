import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ClockModule } from './common/clock/clock.module.js';
import { CountersModule } from './common/counters/counters.module.js';
import { ProblemDetailsFilter } from './common/errors/problem-details.filter.js';
import { PageLinkInterceptor } from './common/http/page-link.interceptor.js';
import { AppValidationPipe } from './common/http/validation.pipe.js';
import { IdempotencyModule } from './common/idempotency/idempotency.module.js';
import { PersistenceModule } from './common/persistence/persistence.module.js';
import { SweepModule } from './common/sweep/sweep.module.js';
import type { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { AuthModule } from './modules/auth/index.js';
import { CartsModule } from './modules/carts/index.js';
import { CategoriesModule } from './modules/categories/index.js';
import { HealthModule } from './modules/health/index.js';
import { InventoryModule } from './modules/inventory/index.js';
import { PaymentsModule } from './modules/payments/index.js';
import { OrdersModule } from './modules/orders/index.js';
import { ProductsModule } from './modules/products/index.js';
import { ShippingModule } from './modules/shipping/index.js';
import { SweeperModule } from './modules/sweeper/index.js';
import { TaxModule } from './modules/tax/index.js';
import { UsersModule } from './modules/users/index.js';

@Module({})
export class AppModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        PersistenceModule,
        ClockModule,
        CountersModule,
        IdempotencyModule,
        SweepModule,
        AuthModule,
        UsersModule,
        CategoriesModule,
        ProductsModule,
        PaymentsModule,
        HealthModule,
        InventoryModule,
        TaxModule,
        ShippingModule,
        CartsModule,
        OrdersModule,
        SweeperModule,
      ],
      providers: [
        { provide: APP_PIPE, useClass: AppValidationPipe },
        { provide: APP_FILTER, useClass: ProblemDetailsFilter },
        { provide: APP_INTERCEPTOR, useClass: PageLinkInterceptor },
      ],
    };
  }
}
