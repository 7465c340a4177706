import type { ShippingMethod, ShippingSettings } from '../../shipping/index.js';
import { CashOnDeliveryUnavailableError, ShippingUnavailableError } from '../pricing.errors.js';
import { chargeShipping } from './charge-shipping.js';
import type { PricingLine } from './priced-order.js';

const STANDARD: ShippingMethod = {
  code: 'standard',
  name: { en: 'Standard delivery' },
  rate: { kind: 'by_weight', steps: [{ upToGrams: 1_000, priceMinor: 60_00 }], perExtraKgMinor: 10_00 },
  freeFromMinor: 1_000_00,
  cashOnDelivery: { feeMinor: 15_00 },
  estimatedDays: { min: 1, max: 3 },
  active: true,
};
const SETTINGS: ShippingSettings = {
  zones: [
    {
      name: 'Egypt',
      countries: ['EG'],
      methods: [
        STANDARD,
        { ...STANDARD, code: 'express', cashOnDelivery: undefined },
        { ...STANDARD, code: 'drone', active: false },
        {
          ...STANDARD,
          code: 'letter',
          rate: { kind: 'by_weight', steps: [{ upToGrams: 100, priceMinor: 5_00 }] },
        },
      ],
    },
  ],
};

function charge(
  shippingMethod: string,
  options: { country?: string; cash?: boolean; lines?: PricingLine[] } = {},
) {
  const { country = 'EG', cash, lines = [line({})] } = options;
  return chargeShipping(SETTINGS, { shippingMethod, destination: { country }, cashOnDelivery: cash }, lines);
}

function line(overrides: Partial<PricingLine>): PricingLine {
  return {
    sku: 'A',
    quantity: 1,
    unitPriceMinor: 100_00,
    taxClass: 'standard',
    weightGrams: 500,
    ...overrides,
  };
}

/** What the client is told. */
function refusal(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('chargeShipping', () => {
  it('weighs all units of all lines', () => {
    const lines = [line({ quantity: 3 }), line({ sku: 'B', weightGrams: 1_600 })];

    expect(charge('standard', { lines }).priceMinor).toBe(90_00);
  });

  it('is free when the goods are worth enough together', () => {
    const lines = [line({ quantity: 5 }), line({ sku: 'B', quantity: 5, weightGrams: 0 })];

    expect(charge('standard', { lines }).priceMinor).toBe(0);
  });

  it('adds the fee for cash on delivery, also to a free delivery', () => {
    expect(charge('standard', { cash: true })).toMatchObject({
      priceMinor: 75_00,
      cashOnDeliveryFeeMinor: 15_00,
    });
    expect(charge('standard', { cash: true, lines: [line({ quantity: 10, weightGrams: 0 })] })).toMatchObject(
      {
        priceMinor: 15_00,
        cashOnDeliveryFeeMinor: 15_00,
      },
    );
    expect(charge('standard')).toMatchObject({ priceMinor: 60_00, cashOnDeliveryFeeMinor: 0 });
  });

  it('refuses cash where the method takes none', () => {
    expect(() => charge('express', { cash: true })).toThrow(CashOnDeliveryUnavailableError);
    expect(charge('express').priceMinor).toBe(60_00);
  });

  it.each(['unknown', 'drone', 'letter', '', '__proto__'])(
    'refuses the method %j and names those that serve the address',
    (method) => {
      const error = refusal(() => charge(method));

      expect(error).toBeInstanceOf(ShippingUnavailableError);
      expect(error).toMatchObject({
        code: 'orders.shipping_unavailable',
        kind: 'unprocessable',
        extensions: { available: ['standard', 'express'] },
      });
    },
  );

  it('says that the shop does not deliver there when no zone serves the address', () => {
    expect(refusal(() => charge('standard', { country: 'SA' }))).toMatchObject({
      message: 'The shop does not deliver these items to this address',
      extensions: { available: [] },
    });
  });
});
