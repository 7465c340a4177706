import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { SettingsModule } from '../settings/index.js';
import { AllocationService } from './allocation.service.js';
import { AvailabilityNotifier } from './availability.notifier.js';
import { InventoryController } from './inventory.controller.js';
import { InventoryService } from './inventory.service.js';
import { LocationsController } from './locations.setting.js';
import { LocationsService } from './locations.service.js';
import { ShelfBalancer } from './shelf-balancer.service.js';
import { StockAdjustmentRecord, StockAdjustmentSchema } from './stock-adjustment.schema.js';
import { StockCountRepository } from './stock-count.repository.js';
import { StockCountService } from './stock-count.service.js';
import { StockItemRepository } from './stock-item.repository.js';
import { StockItemRecord, StockItemSchema } from './stock-item.schema.js';
import { StockTransferRepository } from './stock-transfer.repository.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: StockItemRecord.name, schema: StockItemSchema },
      { name: StockAdjustmentRecord.name, schema: StockAdjustmentSchema },
    ]),
    SettingsModule,
  ],
  controllers: [InventoryController, LocationsController],
  providers: [
    InventoryService,
    AllocationService,
    StockCountService,
    LocationsService,
    ShelfBalancer,
    AvailabilityNotifier,
    StockItemRepository,
    StockCountRepository,
    StockTransferRepository,
  ],
  exports: [InventoryService, AllocationService, StockCountService, LocationsService],
})
export class InventoryModule {}
