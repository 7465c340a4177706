/** Tax rate in basis points: 1400 is 14 %. */
export type BasisPoints = number;

/** Egypt's standard VAT rate. */
export const EGYPT_VAT: BasisPoints = 1400;

/**
 * The tax inside an amount that includes it, rounded half up to the minor unit.
 * @param grossMinor minor units, not negative
 */
export function includedTaxMinor(grossMinor: number, rate: BasisPoints): number {
  return divideHalfUp(BigInt(grossMinor) * BigInt(rate), 10_000n + BigInt(rate));
}

/** Exact beyond 2^53, where a product of amount and rate would lose digits as a number. */
function divideHalfUp(dividend: bigint, divisor: bigint): number {
  return Number((2n * dividend + divisor) / (2n * divisor));
}
