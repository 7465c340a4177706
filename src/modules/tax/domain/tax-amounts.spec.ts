import * as fc from 'fast-check';
import { divideHalfUp } from './rounding.js';
import { taxAmounts, type TaxableAmount } from './tax-amounts.js';
import { TAX_ROUNDINGS } from './tax-rules.js';

const INCLUDED = { pricesIncludeTax: true, rounding: 'per_line' } as const;
const EXCLUDED = { pricesIncludeTax: false, rounding: 'per_line' } as const;

/** Up to 10^9 minor units × 999. */
const amount = fc.record<TaxableAmount>({
  amountMinor: fc.oneof(
    fc.nat(20_000),
    fc.maxSafeNat().map((value) => value % 999_000_000_001),
  ),
  rate: fc.oneof(fc.constantFrom(0, 500, 1400, 1500), fc.nat(10_000)),
});
const amounts = fc.array(amount, { maxLength: 100 });
const method = fc.record({ pricesIncludeTax: fc.boolean(), rounding: fc.constantFrom(...TAX_ROUNDINGS) });

describe('taxAmounts', () => {
  // Computed by hand. Egyptian VAT is 14 %: 114.00 with it is 100.00 without.
  it.each([
    [INCLUDED, 114_00, 1400, { netMinor: 100_00, taxMinor: 14_00, grossMinor: 114_00 }],
    [EXCLUDED, 100_00, 1400, { netMinor: 100_00, taxMinor: 14_00, grossMinor: 114_00 }],
    // 99.99 × 14 / 114 = 12.279…
    [INCLUDED, 99_99, 1400, { netMinor: 87_71, taxMinor: 12_28, grossMinor: 99_99 }],
    // 0.25 × 14 % = 0.035, half up.
    [EXCLUDED, 25, 1400, { netMinor: 25, taxMinor: 4, grossMinor: 29 }],
    // 1.150 with 15 % is 1.000 without, in a currency of 3 digits.
    [INCLUDED, 1_150, 1500, { netMinor: 1_000, taxMinor: 150, grossMinor: 1_150 }],
    // 105 with 5 % is 100 without, in a currency of none.
    [INCLUDED, 105, 500, { netMinor: 100, taxMinor: 5, grossMinor: 105 }],
    [INCLUDED, 50_00, 0, { netMinor: 50_00, taxMinor: 0, grossMinor: 50_00 }],
    [EXCLUDED, 0, 1400, { netMinor: 0, taxMinor: 0, grossMinor: 0 }],
    // 999 × 10^9 × 14 / 114 = 122 684 210 526.3…; the product is beyond 2^53.
    [
      INCLUDED,
      999_000_000_000,
      1400,
      { netMinor: 876_315_789_474, taxMinor: 122_684_210_526, grossMinor: 999_000_000_000 },
    ],
  ])('splits under %j the amount %i at %i basis points', (method, amountMinor, rate, expected) => {
    expect(taxAmounts([{ amountMinor, rate }], method)).toEqual([expected]);
  });

  it('rounds three times per line and once per total', () => {
    // 3 × 0.10 at 14 %: 0.014 → 0.01 each, but 0.042 → 0.04 together.
    const lines = [1, 2, 3].map(() => ({ amountMinor: 10, rate: 1400 }));

    const perLine = taxAmounts(lines, EXCLUDED).map((line) => line.taxMinor);
    const perTotal = taxAmounts(lines, { ...EXCLUDED, rounding: 'per_total' }).map((line) => line.taxMinor);

    expect(perLine).toEqual([1, 1, 1]);
    expect(perTotal).toEqual([2, 1, 1]);
  });

  it('keeps the identity of net, tax and gross, with the given amount on the side that was priced', () => {
    fc.assert(
      fc.property(amounts, method, (lines, method) => {
        taxAmounts(lines, method).forEach(({ netMinor, taxMinor, grossMinor }, index) => {
          expect(netMinor + taxMinor).toBe(grossMinor);
          expect(method.pricesIncludeTax ? grossMinor : netMinor).toBe(lines[index]!.amountMinor);
          expect(Math.min(netMinor, taxMinor)).toBeGreaterThanOrEqual(0);
          expect(Number.isSafeInteger(grossMinor)).toBe(true);
        });
      }),
    );
  });

  it('rounds each line half up by itself when told per line', () => {
    fc.assert(
      fc.property(amounts, fc.boolean(), (lines, pricesIncludeTax) => {
        const taxes = taxAmounts(lines, { pricesIncludeTax, rounding: 'per_line' });

        expect(taxes.map((line) => line.taxMinor)).toEqual(
          lines.map((line) => exactTax([line], line.rate, pricesIncludeTax)),
        );
      }),
    );
  });

  it('adds up to the tax of the sum of each rate when told per total, and no line is off by a minor unit', () => {
    fc.assert(
      fc.property(amounts, fc.boolean(), (lines, pricesIncludeTax) => {
        const taxed = taxAmounts(lines, { pricesIncludeTax, rounding: 'per_total' });

        for (const rate of new Set(lines.map((line) => line.rate))) {
          const ofRate = lines.filter((line) => line.rate === rate);
          const tax = taxed.reduce(
            (sum, t, index) => sum + (lines[index]!.rate === rate ? t.taxMinor : 0),
            0,
          );
          expect(tax).toBe(exactTax(ofRate, rate, pricesIncludeTax));
        }
        taxed.forEach(({ taxMinor }, index) => {
          const line = lines[index]!;
          expect(Math.abs(taxMinor - exactTax([line], line.rate, pricesIncludeTax))).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it('never takes less tax in all when one amount grows', () => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 100 }),
        method,
        fc.nat(10_000),
        (lines, method, more) => {
          const grown = [{ ...lines[0]!, amountMinor: lines[0]!.amountMinor + more }, ...lines.slice(1)];

          expect(totalTax(grown, method)).toBeGreaterThanOrEqual(totalTax(lines, method));
        },
      ),
    );
  });
});

function totalTax(lines: TaxableAmount[], method: Parameters<typeof taxAmounts>[1]): number {
  return taxAmounts(lines, method).reduce((sum, line) => sum + line.taxMinor, 0);
}

/** The definition: the sum times the rate, rounded once. */
function exactTax(lines: TaxableAmount[], rate: number, pricesIncludeTax: boolean): number {
  const sum = lines.reduce((total, line) => total + BigInt(line.amountMinor), 0n);
  return divideHalfUp(sum * BigInt(rate), pricesIncludeTax ? BigInt(10_000 + rate) : 10_000n);
}
