export { EGYPT_VAT, includedTaxMinor, type BasisPoints } from './domain/tax.js';
