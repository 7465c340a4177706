export { quoteShipping, type ShippingQuote } from './domain/shipping-methods.js';
