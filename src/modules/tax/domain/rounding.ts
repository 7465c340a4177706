/**
 * Divides and rounds half up to a whole number. Exact beyond 2^53, where a product of amount and rate
 * would lose digits as a number.
 * @param dividend not negative
 */
export function divideHalfUp(dividend: bigint, divisor: bigint): number {
  return Number((2n * dividend + divisor) / (2n * divisor));
}

/**
 * Rounds fractions of one denominator to whole numbers that add up to their sum, rounded half up.
 * Each is rounded down first; the units that are then missing go to the largest remainders, to the earlier one of equals.
 * So no result is off by a whole unit, and a fraction that is whole is kept.
 * @param numerators not negative
 */
export function roundTogether(numerators: readonly bigint[], denominator: bigint): number[] {
  const rounded = numerators.map((numerator) => Number(numerator / denominator));
  const total = divideHalfUp(
    numerators.reduce((sum, numerator) => sum + numerator, 0n),
    denominator,
  );
  const missing = rounded.reduce((left, part) => left - part, total);
  const byRemainder = numerators
    .map((numerator, index) => ({ index, remainder: numerator % denominator }))
    .sort((one, other) => Number(other.remainder - one.remainder));
  for (const { index } of byRemainder.slice(0, missing)) rounded[index]! += 1;
  return rounded;
}
