import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AvailabilityNotifier } from './availability.notifier.js';
import { InventoryController } from './inventory.controller.js';
import { InventoryService } from './inventory.service.js';
import { StockItemRepository } from './stock-item.repository.js';
import { StockItemRecord, StockItemSchema } from './stock-item.schema.js';

@Module({
  imports: [MongooseModule.forFeature([{ name: StockItemRecord.name, schema: StockItemSchema }])],
  controllers: [InventoryController],
  providers: [InventoryService, StockItemRepository, AvailabilityNotifier],
  exports: [InventoryService],
})
export class InventoryModule {}
