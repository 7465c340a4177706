import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CategoriesModule, CategoryUsage } from '../categories/index.js';
import { AvailabilityListener, InventoryModule } from '../inventory/index.js';
import { ProductAdminController } from './product-admin.controller.js';
import { ProductAvailabilityListener } from './product-availability.listener.js';
import { ProductCategoryUsage } from './product-category-usage.js';
import { ProductEditor } from './product-editor.service.js';
import { ProductRepository } from './product.repository.js';
import { ProductRecord, ProductSchema } from './product.schema.js';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: ProductRecord.name, schema: ProductSchema }]),
    CategoriesModule,
    InventoryModule,
  ],
  controllers: [ProductsController, ProductAdminController],
  providers: [
    ProductsService,
    ProductEditor,
    ProductRepository,
    { provide: AvailabilityListener, useClass: ProductAvailabilityListener },
    { provide: CategoryUsage, useClass: ProductCategoryUsage },
  ],
  exports: [ProductsService],
})
export class ProductsModule {}
