import type { ShippingQuote } from '../../shipping/index.js';
import type { BasisPoints, TaxedAmount } from '../../tax/index.js';

/** A line of a cart, ready to be priced. */
export interface PricingLine {
  readonly sku: string;
  readonly quantity: number;
  /** Minor units; with or without tax as the tax rules say. */
  readonly unitPriceMinor: number;
  readonly taxClass: string;
  /** Of one unit. */
  readonly weightGrams: number;
}

/** A charge with its tax; minor units, `netMinor + taxMinor = grossMinor`. */
export interface TaxedCharge extends TaxedAmount {
  /** Basis points. */
  taxRate: BasisPoints;
  /** The class that was applied: `standard` where the rules do not know the one asked for. */
  taxClass: string;
}

export interface PricedLine extends TaxedCharge {
  sku: string;
  quantity: number;
  unitPriceMinor: number;
  /** Quantity × unit price, as priced: the gross amount when prices include tax, else the net amount. */
  totalMinor: number;
}

/** What delivery costs before tax is looked at; `priceMinor` contains the fee for cash on delivery. */
export interface ShippingCharge extends Omit<ShippingQuote, 'cashOnDelivery'> {
  cashOnDeliveryFeeMinor: number;
}

interface PricedShipping extends ShippingCharge, TaxedCharge {}

/** The tax of all lines and the delivery of one class. */
export interface TaxLine {
  taxClass: string;
  rate: BasisPoints;
  /** The net amount that the tax is on. */
  baseMinor: number;
  taxMinor: number;
}

interface OrderTotals {
  /** Σ `totalMinor` of the lines. */
  itemsMinor: number;
  /** Delivery, as priced. */
  shippingMinor: number;
  /** All tax: inside of the two above when prices include it, else on top of them. */
  taxMinor: number;
  /** What the customer pays: the gross amounts of the lines and of the delivery. */
  grandTotalMinor: number;
}

/** An order with every amount that it is made of; they add up to the minor unit, whatever the rules. */
export interface PricedOrder {
  lines: PricedLine[];
  shipping: PricedShipping;
  totals: OrderTotals;
  taxLines: TaxLine[];
  taxIncluded: boolean;
}
