import * as fc from 'fast-check';
import { divideHalfUp, roundTogether } from './rounding.js';

/** The products of 100 lines of 10^9 × 999 minor units and a rate of up to 100 % stay below it. */
const fraction = fc.bigInt({ min: 0n, max: 10n ** 18n });
const denominator = fc.bigInt({ min: 10_000n, max: 20_000n });

describe('divideHalfUp', () => {
  it.each([
    [0n, 1n, 0],
    [1n, 2n, 1],
    [3n, 2n, 2],
    [1n, 3n, 0],
    [2n, 3n, 1],
    [149n, 100n, 1],
    [150n, 100n, 2],
    // As numbers the dividend would be 99999999999999990000, and the quotient off.
    [99_999_999_999_999_995n, 10n, 10_000_000_000_000_000],
  ])('rounds %p / %p to %p', (dividend, divisor, quotient) => {
    expect(divideHalfUp(dividend, divisor)).toBe(quotient);
  });

  it('is never more than half a unit away, and goes up from the half', () => {
    fc.assert(
      fc.property(fraction, denominator, (dividend, divisor) => {
        const twiceError = 2n * (BigInt(divideHalfUp(dividend, divisor)) * divisor - dividend);

        expect(twiceError > -divisor && twiceError <= divisor).toBe(true);
      }),
    );
  });
});

describe('roundTogether', () => {
  it.each<[string, bigint[], bigint, number[]]>([
    ['gives the missing unit to the largest remainder', [13n, 16n, 11n], 10n, [1, 2, 1]],
    ['gives it to the earlier one of equals', [5n, 5n], 10n, [1, 0]],
    ['rounds the half of a single fraction up', [5n], 10n, [1]],
    ['keeps whole numbers', [20n, 30n], 10n, [2, 3]],
    ['gives a whole number nothing of what others lack', [10n, 9n, 9n, 9n], 10n, [1, 1, 1, 1]],
    ['knows the empty list', [], 10n, []],
  ])('%s', (_, numerators, denominator, rounded) => {
    expect(roundTogether(numerators, denominator)).toEqual(rounded);
  });

  it('adds up to the rounded sum, and no part is off by a whole unit', () => {
    fc.assert(
      fc.property(fc.array(fraction, { maxLength: 100 }), denominator, (numerators, divisor) => {
        const rounded = roundTogether(numerators, divisor);

        const sum = numerators.reduce((total, value) => total + value, 0n);
        expect(rounded.reduce((total, value) => total + value, 0)).toBe(divideHalfUp(sum, divisor));
        rounded.forEach((value, index) => {
          const error = BigInt(value) * divisor - numerators[index]!;
          expect(error > -divisor && error < divisor).toBe(true);
        });
      }),
    );
  });
});
