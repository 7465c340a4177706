export {
  quoteMethod,
  quoteMethods,
  type ShippingBasket,
  type ShippingDestination,
  type ShippingQuote,
} from './domain/quote-methods.js';
export { resolveGovernorate } from './domain/resolve-governorate.js';
export { resolveGovernorate } from './domain/resolve-governorate.js';
export type { ShippingMethod, ShippingSettings, ShippingZone } from './domain/shipping-settings.js';
export { ShippingModule } from './shipping.module.js';
export { SHIPPING_SETTING } from './shipping.setting.js';
