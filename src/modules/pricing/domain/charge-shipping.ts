import {
  quoteMethod,
  quoteMethods,
  type ShippingBasket,
  type ShippingDestination,
  type ShippingSettings,
} from '../../shipping/index.js';
import { CashOnDeliveryUnavailableError, ShippingUnavailableError } from '../pricing.errors.js';
import type { PricingLine, ShippingCharge } from './priced-order.js';
import { sumOf } from './sum-of.js';

/** What the customer has chosen. */
export interface ShippingChoice {
  readonly destination: ShippingDestination;
  /** Code of the method. */
  readonly shippingMethod: string;
  /** Whether the order is to be paid in cash at the door, which may cost a fee. */
  readonly cashOnDelivery?: boolean;
}

/**
 * What the chosen delivery of these lines costs.
 * @throws {ShippingUnavailableError} @throws {CashOnDeliveryUnavailableError}
 */
export function chargeShipping(
  settings: ShippingSettings,
  { destination, shippingMethod, cashOnDelivery = false }: ShippingChoice,
  lines: readonly PricingLine[],
): ShippingCharge {
  const basket = basketOf(lines);
  const quote = quoteMethod(shippingMethod, settings, destination, basket);
  if (quote === null) {
    const available = quoteMethods(settings, destination, basket).map(({ code }) => code);
    throw new ShippingUnavailableError(shippingMethod, available);
  }
  const { cashOnDelivery: cash, ...method } = quote;
  if (cashOnDelivery && cash === undefined) throw new CashOnDeliveryUnavailableError(shippingMethod);
  const feeMinor = cashOnDelivery && cash !== undefined ? cash.feeMinor : 0;
  return { ...method, priceMinor: quote.priceMinor + feeMinor, cashOnDeliveryFeeMinor: feeMinor };
}

export function basketOf(lines: readonly PricingLine[]): ShippingBasket {
  return {
    itemsMinor: sumOf(lines, (line) => line.quantity * line.unitPriceMinor),
    weightGrams: sumOf(lines, (line) => line.quantity * line.weightGrams),
  };
}
