export { chargeShipping, type ShippingChoice } from './domain/charge-shipping.js';
export { priceOrder, type PriceOrderInput } from './domain/price-order.js';
export type {
  OrderTotals,
  PricedLine,
  PricedOrder,
  PricedShipping,
  PricingLine,
  ShippingCharge,
  TaxLine,
} from './domain/priced-order.js';
export { refundableMinor, type RefundableLine } from './domain/refundable.js';
export { CashOnDeliveryUnavailableError, ShippingUnavailableError } from './pricing.errors.js';
export { PricingModule } from './pricing.module.js';
export { PricingService, type PricingRequest } from './pricing.service.js';
