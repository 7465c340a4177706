import type { TaxRules } from './tax-rules.js';

/**
 * What applies until the shop decides otherwise: Egyptian VAT of 14 % (law 67 of 2016, in force at this rate since 2017-07-01)
 * inside of the prices, with its reduced rate of 5 % and a zero rate; 15 % in Saudi Arabia and 5 % in the Emirates.
 */
export const DEFAULT_TAX_RULES: TaxRules = {
  homeCountry: 'EG',
  pricesIncludeTax: true,
  rounding: 'per_line',
  classes: { standard: 1400, reduced: 500, zero: 0 },
  countries: { SA: { standard: 1500, zero: 0 }, AE: { standard: 500, zero: 0 } },
  shippingClass: 'standard',
};
