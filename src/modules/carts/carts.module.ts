import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { InventoryModule } from '../inventory/index.js';
import { PricingModule } from '../pricing/index.js';
import { ProductsModule } from '../products/index.js';
import { UsersModule } from '../users/index.js';
import { CartPersonalData } from './cart-personal-data.js';
import { CartQuoteService } from './cart-quote.service.js';
import { CartRepository } from './cart.repository.js';
import { CartRecord, CartSchema } from './cart.schema.js';
import { CartsController } from './carts.controller.js';
import { CartsService } from './carts.service.js';
import { MergeCartService } from './merge-cart.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: CartRecord.name, schema: CartSchema }]),
    InventoryModule,
    PricingModule,
    ProductsModule,
    UsersModule,
  ],
  controllers: [CartsController],
  providers: [CartPersonalData, CartsService, MergeCartService, CartQuoteService, CartRepository],
  exports: [CartsService],
})
export class CartsModule {}
