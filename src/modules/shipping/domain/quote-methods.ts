import type { LocalizedText } from '../../../common/text/localized-text.js';
import { governorateOf, type ShippingDestination } from './shipping-destination.js';
import type {
  ShippingMethod,
  ShippingRate,
  ShippingSettings,
  ShippingZone,
  WeightRate,
} from './shipping-settings.js';

/** What of an order decides the price of its delivery. */
export interface ShippingBasket {
  /** The goods as priced, minor units. */
  readonly itemsMinor: number;
  readonly weightGrams: number;
}

/** A method with its price for one order, minor units. */
export interface ShippingQuote {
  code: string;
  name: LocalizedText;
  priceMinor: number;
  estimatedDays: { min: number; max: number };
  pickup?: { locationCode: string };
  /** Present when cash may be paid at the door; the fee is not in `priceMinor`. */
  cashOnDelivery?: { feeMinor: number };
}

/** The methods that a customer may choose for an order, in the shop's order; none when no zone serves the destination. */
export function quoteMethods(
  settings: ShippingSettings,
  destination: ShippingDestination,
  basket: ShippingBasket,
): ShippingQuote[] {
  const methods = findZone(settings, destination)?.methods ?? [];
  return methods.flatMap((method) => {
    const priceMinor = method.active ? priceOf(method, basket) : null;
    if (priceMinor === null) return [];
    const { code, name, estimatedDays, pickup, cashOnDelivery } = method;
    return [
      {
        code,
        name,
        priceMinor,
        estimatedDays,
        ...(pickup && { pickup }),
        ...(cashOnDelivery && { cashOnDelivery }),
      },
    ];
  });
}

/** What one method costs for an order; null when it may not be chosen. */
export function quoteMethod(
  code: string,
  settings: ShippingSettings,
  destination: ShippingDestination,
  basket: ShippingBasket,
): ShippingQuote | null {
  return quoteMethods(settings, destination, basket).find((quote) => quote.code === code) ?? null;
}

/**
 * The most specific zone that a destination lies in: its governorate's, else its country's, else the rest of the world.
 * A wider zone never fills in for methods that the narrower one lacks.
 */
export function findZone(
  { zones }: ShippingSettings,
  destination: ShippingDestination,
): ShippingZone | undefined {
  const { country } = destination;
  const governorate = governorateOf(destination);
  return (
    zones.find((zone) => governorate !== null && zone.governorates?.includes(governorate)) ??
    zones.find((zone) => zone.governorates === undefined && zone.countries.includes(country)) ??
    zones.find((zone) => zone.countries.includes('*'))
  );
}

function priceOf(method: ShippingMethod, basket: ShippingBasket): number | null {
  const priceMinor = rateOf(method.rate, basket);
  const isFree = method.freeFromMinor !== undefined && basket.itemsMinor >= method.freeFromMinor;
  return priceMinor !== null && isFree ? 0 : priceMinor;
}

const GRAMS_PER_KG = 1000;

/** The price by the table; null beyond its end. */
function rateOf(rate: ShippingRate, { itemsMinor, weightGrams }: ShippingBasket): number | null {
  if (rate.kind === 'flat') return rate.priceMinor;
  if (rate.kind === 'by_weight') return rateByWeight(rate, weightGrams);
  return rate.steps.find((step) => itemsMinor <= step.upToMinor)?.priceMinor ?? rate.beyondMinor ?? null;
}

function rateByWeight({ steps, perExtraKgMinor }: WeightRate, weightGrams: number): number | null {
  const step = steps.find((candidate) => weightGrams <= candidate.upToGrams);
  if (step !== undefined) return step.priceMinor;
  const last = steps.at(-1);
  if (last === undefined || perExtraKgMinor === undefined) return null;
  return last.priceMinor + Math.ceil((weightGrams - last.upToGrams) / GRAMS_PER_KG) * perExtraKgMinor;
}
