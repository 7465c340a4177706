export type { OrderRecord as Order } from './order.schema.js';
export { OrdersModule } from './orders.module.js';
export { OrdersService } from './orders.service.js';
export { OrderWorker } from './order-worker.service.js';
