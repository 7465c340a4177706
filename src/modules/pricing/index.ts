export type { PricedLine, PricedOrder, PricingLine } from './domain/priced-order.js';
export { refundableMinor } from './domain/refundable.js';
export { PricingModule } from './pricing.module.js';
export { PricingService } from './pricing.service.js';
