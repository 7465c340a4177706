import { divideHalfUp } from './rounding.js';
import type { BasisPoints } from './tax-rules.js';

/** Egypt's standard VAT rate. */
export const EGYPT_VAT: BasisPoints = 1400;

/**
 * The tax inside an amount that includes it, rounded half up to the minor unit.
 * @param grossMinor minor units, not negative
 */
export function includedTaxMinor(grossMinor: number, rate: BasisPoints): number {
  return divideHalfUp(BigInt(grossMinor) * BigInt(rate), 10_000n + BigInt(rate));
}
