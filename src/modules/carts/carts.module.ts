import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { InventoryModule } from '../inventory/index.js';
import { PricingModule } from '../pricing/index.js';
import { ProductsModule } from '../products/index.js';
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
  ],
  controllers: [CartsController],
  providers: [CartsService, MergeCartService, CartQuoteService, CartRepository],
  exports: [CartsService],
})
export class CartsModule {}
