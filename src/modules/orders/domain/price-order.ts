import { EGYPT_VAT, includedTaxMinor, type BasisPoints } from '../../tax/index.js';

export interface PricedLine {
  sku: string;
  quantity: number;
  unitPriceMinor: number;
  /** quantity × unit price, tax included. */
  totalMinor: number;
  /** The tax inside `totalMinor`. */
  taxMinor: number;
  taxRate: BasisPoints;
}

/** Minor units; `grandTotalMinor = itemsMinor + shippingMinor`, with `taxMinor` inside of it. */
export interface OrderTotals {
  itemsMinor: number;
  shippingMinor: number;
  taxMinor: number;
  grandTotalMinor: number;
}

/** Prices one line; prices include tax, as Egyptian shops show them. */
export function priceLine(sku: string, quantity: number, unitPriceMinor: number): PricedLine {
  const totalMinor = quantity * unitPriceMinor;
  return {
    sku,
    quantity,
    unitPriceMinor,
    totalMinor,
    taxMinor: includedTaxMinor(totalMinor, EGYPT_VAT),
    taxRate: EGYPT_VAT,
  };
}

/** Sums lines and shipping. Tax is rounded per line, so the lines shown always add up to the total shown. */
export function totalOrder(lines: PricedLine[], shippingMinor: number): OrderTotals {
  const itemsMinor = sum(lines.map((line) => line.totalMinor));
  return {
    itemsMinor,
    shippingMinor,
    taxMinor: sum(lines.map((line) => line.taxMinor)) + includedTaxMinor(shippingMinor, EGYPT_VAT),
    grandTotalMinor: itemsMinor + shippingMinor,
  };
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
