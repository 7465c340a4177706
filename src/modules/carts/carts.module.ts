import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { InventoryModule } from '../inventory/index.js';
import { ProductsModule } from '../products/index.js';
import { CartRepository } from './cart.repository.js';
import { CartRecord, CartSchema } from './cart.schema.js';
import { CartsController } from './carts.controller.js';
import { CartsService } from './carts.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: CartRecord.name, schema: CartSchema }]),
    InventoryModule,
    ProductsModule,
  ],
  controllers: [CartsController],
  providers: [CartsService, CartRepository],
  exports: [CartsService],
})
export class CartsModule {}
