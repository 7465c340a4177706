export { divideHalfUp } from './domain/rounding.js';
export { taxAmounts, type TaxedAmount } from './domain/tax-amounts.js';
export { isKnownTaxClass, taxFor, type BasisPoints, type TaxRules } from './domain/tax-rules.js';
export { TaxModule } from './tax.module.js';
export { TAX_SETTING } from './tax.setting.js';
