export { dueMinor, outstandingMinor } from './domain/order-money.js';
export type { OrderRecord as Order } from './order.schema.js';
export { OrderVisibility, type OrderVisitor } from './order-visibility.service.js';
export { OrderWorker } from './order-worker.service.js';
export { OrdersModule } from './orders.module.js';
export { OrdersService } from './orders.service.js';
export { ReceivePaymentService } from './receive-payment.service.js';
export { GUEST_HEADERS, Visitor } from './visitor.decorator.js';
