import type { LocalizedText } from '../../../common/text/localized-text.js';
import type { ShippingMethod, ShippingSettings } from './shipping-settings.js';

const STANDARD: LocalizedText = { en: 'Standard delivery', ar: 'توصيل عادي' };
const EXPRESS: LocalizedText = { en: 'Express delivery', ar: 'توصيل سريع' };

const DELTA = ['EG-BH', 'EG-DK', 'EG-DT', 'EG-GH', 'EG-KFS', 'EG-MNF', 'EG-SHR'];

/** Whoever likes may collect the order, wherever the address is. */
const PICKUP: ShippingMethod = {
  code: 'pickup',
  name: { en: 'Collect from the shop', ar: 'الاستلام من المتجر' },
  rate: { kind: 'flat', priceMinor: 0 },
  pickup: { locationCode: 'main' },
  cashOnDelivery: { feeMinor: 0 },
  estimatedDays: { min: 0, max: 2 },
  active: true,
};

/** Up to 5 kg at one price, then by the begun kilogram, as Egyptian carriers bill. */
function delivery(
  code: 'standard' | 'express',
  priceMinor: number,
  perExtraKgMinor: number,
  estimatedDays: ShippingMethod['estimatedDays'],
  freeFromMinor?: number,
): ShippingMethod {
  return {
    code,
    name: code === 'standard' ? STANDARD : EXPRESS,
    rate: { kind: 'by_weight', steps: [{ upToGrams: 5_000, priceMinor }], perExtraKgMinor },
    ...(freeFromMinor !== undefined && { freeFromMinor }),
    cashOnDelivery: { feeMinor: 0 },
    estimatedDays,
    active: true,
  };
}

/**
 * What applies until the shop decides otherwise: all of Egypt, in four zones as its carriers cut it and one for addresses
 * whose governorate cannot be read. Amounts are piastres.
 */
export const DEFAULT_SHIPPING_SETTINGS: ShippingSettings = {
  zones: [
    {
      name: 'Greater Cairo',
      countries: ['EG'],
      governorates: ['EG-C', 'EG-GZ', 'EG-KB'],
      methods: [
        delivery('standard', 60_00, 10_00, { min: 1, max: 3 }, 1500_00),
        delivery('express', 120_00, 20_00, { min: 1, max: 1 }),
        PICKUP,
      ],
    },
    {
      name: 'Delta, Alexandria and the Canal',
      countries: ['EG'],
      governorates: [...DELTA, 'EG-ALX', 'EG-IS', 'EG-PTS', 'EG-SUZ'],
      methods: [
        delivery('standard', 75_00, 10_00, { min: 2, max: 4 }, 1500_00),
        delivery('express', 140_00, 20_00, { min: 1, max: 2 }),
        PICKUP,
      ],
    },
    {
      name: 'Upper Egypt',
      countries: ['EG'],
      governorates: ['EG-FYM', 'EG-BNS', 'EG-MN', 'EG-AST', 'EG-SHG', 'EG-KN', 'EG-LX', 'EG-ASN'],
      methods: [delivery('standard', 90_00, 15_00, { min: 3, max: 6 }, 1500_00), PICKUP],
    },
    {
      name: 'Frontier governorates',
      countries: ['EG'],
      governorates: ['EG-BA', 'EG-WAD', 'EG-MT', 'EG-SIN', 'EG-JS'],
      methods: [delivery('standard', 120_00, 20_00, { min: 4, max: 8 }, 2500_00), PICKUP],
    },
    {
      name: 'Egypt, governorate unknown',
      countries: ['EG'],
      methods: [delivery('standard', 90_00, 15_00, { min: 2, max: 8 }, 1500_00), PICKUP],
    },
  ],
};
