import * as fc from 'fast-check';
import { DEFAULT_SHIPPING_SETTINGS } from './default-shipping-settings.js';
import { GOVERNORATES } from './governorates.js';
import { findZone, quoteMethod, quoteMethods } from './quote-methods.js';
import type { ShippingMethod, ShippingRate, ShippingSettings, ShippingZone } from './shipping-settings.js';

function buildMethod(overrides: Partial<ShippingMethod> = {}): ShippingMethod {
  return {
    code: 'standard',
    name: { en: 'Standard delivery' },
    rate: { kind: 'flat', priceMinor: 60_00 },
    estimatedDays: { min: 1, max: 3 },
    active: true,
    ...overrides,
  };
}

function buildZone(name: string, countries: string[], governorates?: string[]): ShippingZone {
  return { name, countries, ...(governorates && { governorates }), methods: [buildMethod()] };
}

function serving(method: ShippingMethod): ShippingSettings {
  return { zones: [{ ...buildZone('world', ['*']), methods: [method] }] };
}

/** The price of a rate for goods of that price and weight; null when it does not carry them. */
function priceOf(rate: ShippingRate, itemsMinor: number, weightGrams: number, freeFromMinor?: number) {
  const settings = serving(buildMethod({ rate, freeFromMinor }));
  return (
    quoteMethod('standard', settings, { country: 'EG' }, { itemsMinor, weightGrams })?.priceMinor ?? null
  );
}

const BASKET = { itemsMinor: 500_00, weightGrams: 1_000 };

describe('findZone', () => {
  const settings: ShippingSettings = {
    zones: [
      buildZone('world', ['*']),
      buildZone('Egypt', ['EG']),
      buildZone('Gulf', ['SA', 'AE']),
      buildZone('Cairo', ['EG'], ['EG-C', 'EG-GZ']),
    ],
  };

  it.each([
    ['Cairo', { country: 'EG', governorate: 'Cairo' }],
    ['Cairo', { country: 'EG', governorate: 'محافظة الجيزة' }],
    ['Cairo', { country: 'EG', city: 'القاهرة' }],
    ['Cairo', { country: 'EG', governorate: 'Zamalek', city: 'Cairo' }],
    ['Egypt', { country: 'EG', governorate: 'Alexandria', city: 'Cairo' }],
    ['Egypt', { country: 'EG', governorate: 'somewhere' }],
    ['Egypt', { country: 'EG' }],
    ['Gulf', { country: 'SA', governorate: 'Cairo' }],
    ['Gulf', { country: 'AE', city: 'Dubai' }],
    ['world', { country: 'DE', city: 'Berlin' }],
    // There are Alexandrias elsewhere.
    ['world', { country: 'US', city: 'Alexandria' }],
  ])('is %s for %j', (name, destination) => {
    expect(findZone(settings, destination)?.name).toBe(name);
  });

  it('is none where no zone reaches', () => {
    expect(findZone({ zones: [buildZone('Gulf', ['SA'])] }, { country: 'EG' })).toBeUndefined();
    expect(findZone({ zones: [] }, { country: 'EG', governorate: 'Cairo' })).toBeUndefined();
  });

  it('is none for the rest of a country of which a zone has some governorates only', () => {
    const cairoOnly = { zones: [buildZone('Cairo', ['EG'], ['EG-C'])] };

    expect(findZone(cairoOnly, { country: 'EG', governorate: 'Giza' })).toBeUndefined();
  });
});

describe('quoteMethods', () => {
  it('shows what a customer chooses by, and nothing of the tariff', () => {
    const method = buildMethod({
      freeFromMinor: 1500_00,
      pickup: { locationCode: 'main' },
      cashOnDelivery: { feeMinor: 10_00 },
    });

    expect(quoteMethods(serving(method), { country: 'EG' }, BASKET)).toEqual([
      {
        code: 'standard',
        name: { en: 'Standard delivery' },
        priceMinor: 60_00,
        estimatedDays: { min: 1, max: 3 },
        pickup: { locationCode: 'main' },
        cashOnDelivery: { feeMinor: 10_00 },
      },
    ]);
  });

  it('leaves out methods that are not active', () => {
    expect(quoteMethods(serving(buildMethod({ active: false })), { country: 'EG' }, BASKET)).toEqual([]);
  });

  it('does not fall back to a wider zone for what the narrower one lacks', () => {
    const settings = {
      zones: [buildZone('Egypt', ['EG']), { ...buildZone('Cairo', ['EG'], ['EG-C']), methods: [] }],
    };

    expect(quoteMethods(settings, { country: 'EG', governorate: 'Cairo' }, BASKET)).toEqual([]);
  });

  it('finds one by its code, or null', () => {
    const settings = serving(buildMethod());

    expect(quoteMethod('standard', settings, { country: 'EG' }, BASKET)?.code).toBe('standard');
    expect(quoteMethod('drone', settings, { country: 'EG' }, BASKET)).toBeNull();
  });
});

describe('a rate by weight', () => {
  const steps = [
    { upToGrams: 1_000, priceMinor: 50_00 },
    { upToGrams: 5_000, priceMinor: 80_00 },
  ];

  it.each([
    [0, 50_00],
    [1_000, 50_00],
    [1_001, 80_00],
    [5_000, 80_00],
    [5_001, 95_00],
    [6_000, 95_00],
    [6_001, 110_00],
    [25_000, 380_00],
  ])('costs for %i g, with an extra kilogram at 15.00, %i', (grams, price) => {
    expect(priceOf({ kind: 'by_weight', steps, perExtraKgMinor: 15_00 }, 0, grams)).toBe(price);
  });

  it('never costs less for a heavier order while its steps rise', () => {
    const limits = fc.uniqueArray(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(
        limits,
        fc.nat(100_00),
        fc.nat(99_999),
        fc.nat(99_999),
        (limits, perExtraKgMinor, weight, more) => {
          const steps = limits
            .sort((one, other) => one - other)
            .map((upToGrams, index) => ({ upToGrams, priceMinor: index * 10_00 }));
          const rate = { kind: 'by_weight', steps, perExtraKgMinor } as const;

          expect(priceOf(rate, 0, weight + more)!).toBeGreaterThanOrEqual(priceOf(rate, 0, weight)!);
        },
      ),
    );
  });

  it('does not carry more than its last step without a price for the extra kilogram', () => {
    expect(priceOf({ kind: 'by_weight', steps }, 0, 5_000)).toBe(80_00);
    expect(priceOf({ kind: 'by_weight', steps }, 0, 5_001)).toBeNull();
    expect(priceOf({ kind: 'by_weight', steps }, 10_000_00, 5_001, 1_000_00)).toBeNull();
  });

  it('stays exact for the heaviest order at the highest price', () => {
    const rate = {
      kind: 'by_weight',
      steps: [{ upToGrams: 1, priceMinor: 0 }],
      perExtraKgMinor: 1_000_000,
    } as const;

    // 100 lines of 999 units of a tonne.
    expect(priceOf(rate, 0, 100 * 999 * 1_000_000)).toBe(99_900_000 * 1_000_000);
  });
});

describe('a rate by price', () => {
  const steps = [
    { upToMinor: 500_00, priceMinor: 80_00 },
    { upToMinor: 1_000_00, priceMinor: 40_00 },
  ];

  it.each([
    [0, 80_00],
    [500_00, 80_00],
    [500_01, 40_00],
    [1_000_00, 40_00],
    [1_000_01, 5_00],
  ])('costs for goods of %i, beyond its steps 5.00, %i', (items, price) => {
    expect(priceOf({ kind: 'by_price', steps, beyondMinor: 5_00 }, items, 0)).toBe(price);
  });

  it('does not carry dearer goods than its last step without a price beyond it', () => {
    expect(priceOf({ kind: 'by_price', steps }, 1_000_00, 0)).toBe(40_00);
    expect(priceOf({ kind: 'by_price', steps }, 1_000_01, 0)).toBeNull();
  });
});

describe('free delivery', () => {
  it.each([
    [1499_99, 60_00],
    [1500_00, 0],
    [1500_01, 0],
  ])('begins with the amount: goods of %i travel for %i', (items, price) => {
    expect(priceOf({ kind: 'flat', priceMinor: 60_00 }, items, 0, 1500_00)).toBe(price);
  });
});

describe('the built-in settings', () => {
  const places = [...GOVERNORATES.flatMap(({ code, en, ar }) => [code, en, ar]), 'somewhere', undefined];

  it.each(places)('deliver to %s with standard, free from some amount, and offer pick-up', (governorate) => {
    const destination = { country: 'EG', governorate, city: 'a village' };

    const small = quoteMethod('standard', DEFAULT_SHIPPING_SETTINGS, destination, BASKET);
    const large = quoteMethod('standard', DEFAULT_SHIPPING_SETTINGS, destination, {
      ...BASKET,
      itemsMinor: 2500_00,
    });
    const pickup = quoteMethod('pickup', DEFAULT_SHIPPING_SETTINGS, destination, BASKET);

    expect(small!.priceMinor).toBeGreaterThan(0);
    expect(large!.priceMinor).toBe(0);
    expect(pickup!.priceMinor).toBe(0);
  });

  it('deliver any weight to any address in Egypt, whatever is written in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(1_000_000), (governorate, city, weightGrams) => {
        const destination = { country: 'EG', governorate, city };

        const quote = quoteMethod('standard', DEFAULT_SHIPPING_SETTINGS, destination, {
          itemsMinor: 1,
          weightGrams,
        });

        expect(quote).not.toBeNull();
      }),
    );
  });

  it('do not deliver abroad', () => {
    expect(quoteMethods(DEFAULT_SHIPPING_SETTINGS, { country: 'SA', city: 'Riyadh' }, BASKET)).toEqual([]);
  });
});
