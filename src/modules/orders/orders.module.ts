import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CartsModule } from '../carts/index.js';
import { InventoryModule } from '../inventory/index.js';
import { ProductsModule } from '../products/index.js';
import { UsersModule } from '../users/index.js';
import { OrderRepository } from './order.repository.js';
import { OrderRecord, OrderSchema } from './order.schema.js';
import { OrderWorker } from './order-worker.service.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';
import { PlaceOrderService } from './place-order.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: OrderRecord.name, schema: OrderSchema }]),
    CartsModule,
    InventoryModule,
    ProductsModule,
    UsersModule,
  ],
  controllers: [OrdersController],
  providers: [OrdersService, PlaceOrderService, OrderWorker, OrderRepository],
  exports: [OrdersService, OrderWorker],
})
export class OrdersModule {}
