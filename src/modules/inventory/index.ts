export { AvailabilityListener } from './availability.port.js';
export { InsufficientStockError } from './inventory.errors.js';
export { InventoryModule } from './inventory.module.js';
export { InventoryService, type StockLine } from './inventory.service.js';
export type { StockLevel } from './stock-item.repository.js';
