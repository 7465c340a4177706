/** A way in which an order reaches the customer. Amounts in minor units of the store's currency, tax included. */
export interface ShippingMethod {
  code: string;
  name: { en: string; ar: string };
  priceMinor: number;
  /** Orders of at least this much travel free. */
  freeFromMinor?: number;
  /** ISO 3166-1 alpha-2 codes of the countries that it serves. */
  countries: string[];
}

export const SHIPPING_METHODS: ShippingMethod[] = [
  {
    code: 'standard',
    name: { en: 'Standard delivery', ar: 'توصيل عادي' },
    priceMinor: 60_00,
    freeFromMinor: 1500_00,
    countries: ['EG'],
  },
  {
    code: 'express',
    name: { en: 'Next-day delivery', ar: 'توصيل في اليوم التالي' },
    priceMinor: 120_00,
    countries: ['EG'],
  },
  {
    code: 'pickup',
    name: { en: 'Collect from the shop', ar: 'الاستلام من المتجر' },
    priceMinor: 0,
    countries: ['EG'],
  },
];

export interface ShippingQuote {
  code: string;
  name: { en: string; ar: string };
  priceMinor: number;
}

/** What a method costs for an order; null when it does not exist or does not serve the country. */
export function quoteShipping(code: string, country: string, itemsMinor: number): ShippingQuote | null {
  const method = SHIPPING_METHODS.find((candidate) => candidate.code === code);
  if (method === undefined || !method.countries.includes(country)) return null;
  const isFree = method.freeFromMinor !== undefined && itemsMinor >= method.freeFromMinor;
  return { code: method.code, name: method.name, priceMinor: isFree ? 0 : method.priceMinor };
}
