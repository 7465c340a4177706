import { type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CategoriesModule, CategoryUsage } from '../categories/index.js';
import { AvailabilityListener, InventoryModule } from '../inventory/index.js';
import { ProductAdminController } from './product-admin.controller.js';
import { ProductAvailabilityListener } from './product-availability.listener.js';
import { ProductCategoryUsage } from './product-category-usage.js';
import { ProductEditor } from './product-editor.service.js';
import { ProductListRepository } from './product-list.repository.js';
import { ProductRepository } from './product.repository.js';
import { ProductRecord, ProductSchema } from './product.schema.js';
import { ProductTransferController } from './product-transfer.controller.js';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';
import { csvBodyMiddleware } from './transfer/csv-body.middleware.js';
import { ImportedStock } from './transfer/imported-stock.service.js';
import { ProductExporter } from './transfer/product-exporter.service.js';
import { ProductImporter } from './transfer/product-importer.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([{ name: ProductRecord.name, schema: ProductSchema }]),
    CategoriesModule,
    InventoryModule,
  ],
  // The paths of fixed names come first, since products/{idOrSlug} would take them for slugs.
  controllers: [ProductTransferController, ProductsController, ProductAdminController],
  providers: [
    ProductsService,
    ProductEditor,
    ProductImporter,
    ImportedStock,
    ProductExporter,
    ProductRepository,
    ProductListRepository,
    { provide: AvailabilityListener, useClass: ProductAvailabilityListener },
    { provide: CategoryUsage, useClass: ProductCategoryUsage },
  ],
  exports: [ProductsService, ProductImporter],
})
export class ProductsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(csvBodyMiddleware)
      .forRoutes({ path: 'products/import', method: RequestMethod.POST, version: '1' });
  }
}
