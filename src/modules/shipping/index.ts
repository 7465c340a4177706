export {
  quoteMethod,
  quoteMethods,
  type ShippingBasket,
  type ShippingQuote,
} from './domain/quote-methods.js';
export { governorateOf, type ShippingDestination } from './domain/shipping-destination.js';
export type { ShippingMethod, ShippingSettings } from './domain/shipping-settings.js';
export { ShippingModule } from './shipping.module.js';
export { SHIPPING_SETTING } from './shipping.setting.js';
