import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AvailabilityListener, InventoryModule } from '../inventory/index.js';
import { ProductAvailabilityListener } from './product-availability.listener.js';
import { ProductRepository } from './product.repository.js';
import { ProductRecord, ProductSchema } from './product.schema.js';
import { ProductsService } from './products.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: ProductRecord.name, schema: ProductSchema }]),
    InventoryModule,
  ],
  providers: [
    ProductsService,
    ProductRepository,
    { provide: AvailabilityListener, useClass: ProductAvailabilityListener },
  ],
  exports: [ProductsService],
})
export class ProductsModule {}
