import { taxAmounts, taxFor, type TaxRules } from '../../tax/index.js';
import type { PricedOrder, PricingLine, ShippingCharge, TaxedCharge, TaxLine } from './priced-order.js';
import { sumOf } from './sum-of.js';

export interface PriceOrderInput {
  readonly lines: readonly PricingLine[];
  readonly shipping: ShippingCharge;
  /** ISO 3166-1 alpha-2 of the address that the goods go to; it decides the rates. */
  readonly country: string;
  readonly taxRules: TaxRules;
}

/** Computes every amount of an order from the shop's rules alone; the tax of the delivery is rounded like that of a line. */
export function priceOrder({ lines, shipping, country, taxRules }: PriceOrderInput): PricedOrder {
  const totals = lines.map((line) => line.quantity * line.unitPriceMinor);
  const charges = [
    ...lines.map(({ taxClass }, index) => ({ taxClass, amountMinor: totals[index]! })),
    { taxClass: taxRules.shippingClass, amountMinor: shipping.priceMinor },
  ];
  const taxed = taxCharges(charges, country, taxRules);
  return {
    lines: lines.map(({ sku, quantity, unitPriceMinor }, index) => ({
      sku,
      quantity,
      unitPriceMinor,
      totalMinor: totals[index]!,
      ...taxed[index]!,
    })),
    shipping: { ...shipping, ...taxed.at(-1)! },
    totals: {
      itemsMinor: sumOf(totals, (total) => total),
      shippingMinor: shipping.priceMinor,
      taxMinor: sumOf(taxed, ({ taxMinor }) => taxMinor),
      grandTotalMinor: sumOf(taxed, ({ grossMinor }) => grossMinor),
    },
    taxLines: toTaxLines(taxed),
    taxIncluded: taxRules.pricesIncludeTax,
  };
}

function taxCharges(
  charges: readonly { amountMinor: number; taxClass: string }[],
  country: string,
  rules: TaxRules,
): TaxedCharge[] {
  const applied = charges.map(({ taxClass }) => taxFor(rules, country, taxClass));
  const amounts = taxAmounts(
    charges.map(({ amountMinor }, index) => ({ amountMinor, rate: applied[index]!.rate })),
    rules,
  );
  return amounts.map((amount, index) => {
    const { rate, taxClass } = applied[index]!;
    return { ...amount, taxRate: rate, taxClass };
  });
}

/** One entry per class in the order of first use; within one destination a class has one rate. */
function toTaxLines(charges: readonly TaxedCharge[]): TaxLine[] {
  return [...Map.groupBy(charges, ({ taxClass }) => taxClass).entries()].map(([taxClass, group]) => ({
    taxClass,
    rate: group[0]!.taxRate,
    baseMinor: sumOf(group, ({ netMinor }) => netMinor),
    taxMinor: sumOf(group, ({ taxMinor }) => taxMinor),
  }));
}
