import { roundTogether } from './rounding.js';
import type { BasisPoints, TaxRules } from './tax-rules.js';

const WHOLE = 10_000n;

/** An amount as priced, in minor units and not negative. */
export interface TaxableAmount {
  readonly amountMinor: number;
  readonly rate: BasisPoints;
}

/** Minor units; `netMinor + taxMinor = grossMinor`. */
export interface TaxedAmount {
  netMinor: number;
  taxMinor: number;
  grossMinor: number;
}

/**
 * Splits amounts into net, tax and gross, in the order given.
 * Per line, each tax is rounded half up by itself. Per total, the tax of all amounts of a rate is rounded half up once
 * and shared out by largest remainder, so that the parts add up to it and none is off by a whole minor unit.
 */
export function taxAmounts(
  amounts: readonly TaxableAmount[],
  { pricesIncludeTax, rounding }: Pick<TaxRules, 'pricesIncludeTax' | 'rounding'>,
): TaxedAmount[] {
  const taxes = new Map<number, number>();
  // Rounding per line is rounding together in groups of one.
  const groups = Map.groupBy(amounts.keys(), (index) =>
    rounding === 'per_line' ? index : amounts[index]!.rate,
  );
  for (const indexes of groups.values()) {
    const rate = BigInt(amounts[indexes[0]!]!.rate);
    const rounded = roundTogether(
      indexes.map((index) => BigInt(amounts[index]!.amountMinor) * rate),
      pricesIncludeTax ? WHOLE + rate : WHOLE,
    );
    indexes.forEach((index, position) => taxes.set(index, rounded[position]!));
  }
  return amounts.map(({ amountMinor }, index) => {
    const taxMinor = taxes.get(index)!;
    return pricesIncludeTax
      ? { netMinor: amountMinor - taxMinor, taxMinor, grossMinor: amountMinor }
      : { netMinor: amountMinor, taxMinor, grossMinor: amountMinor + taxMinor };
  });
}
