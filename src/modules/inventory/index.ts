export { type AllocationChange, AllocationService, type AllocationTarget } from './allocation.service.js';
export { AvailabilityListener } from './availability.port.js';
export type { Allocation, Demand } from './domain/allocation.js';
export type { Availability, StockLevel } from './domain/stock-level.js';
export { InsufficientStockError, StockContendedError } from './inventory.errors.js';
export { InventoryModule } from './inventory.module.js';
export { InventoryService } from './inventory.service.js';
export type { ExpiredReservation } from './stock-item.repository.js';
export { StockCountService } from './stock-count.service.js';
