import { resolveGovernorate } from './resolve-governorate.js';

/** Where an order goes. Governorate and city as people write them. */
export interface ShippingDestination {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly governorate?: string;
  readonly city?: string;
}

/**
 * The governorate of an Egyptian address as ISO 3166-2:EG code; null elsewhere, and when the address names none for certain.
 * Many address forms have only a city, which often names the governorate too.
 */
export function governorateOf({ country, governorate = '', city = '' }: ShippingDestination): string | null {
  if (country !== 'EG') return null;
  return resolveGovernorate(governorate) ?? resolveGovernorate(city);
}
