export { ProductsModule } from './products.module.js';
export { ProductsService, type SellableVariant } from './products.service.js';
