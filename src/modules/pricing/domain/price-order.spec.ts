import * as fc from 'fast-check';
import { currencyDigits, formatMinor, parseDecimalToMinor } from '../../../common/money/currency.js';
import type { TaxRules } from '../../tax/index.js';
import { priceOrder, type PriceOrderInput } from './price-order.js';
import type { PricedOrder, PricingLine, ShippingCharge } from './priced-order.js';
import { sumOf } from './sum-of.js';

const RULES: TaxRules = {
  homeCountry: 'EG',
  pricesIncludeTax: true,
  rounding: 'per_line',
  classes: { standard: 1400, reduced: 500, zero: 0 },
  countries: { SA: { standard: 1500, zero: 0 } },
  shippingClass: 'standard',
};

function shippingOf(priceMinor: number): ShippingCharge {
  return {
    code: 'standard',
    name: { en: 'Standard delivery', ar: 'توصيل عادي' },
    estimatedDays: { min: 1, max: 3 },
    priceMinor,
    cashOnDeliveryFeeMinor: 0,
  };
}

function lineOf(quantity: number, unitPriceMinor: number, taxClass = 'standard', sku = 'SKU'): PricingLine {
  return { sku, quantity, unitPriceMinor, taxClass, weightGrams: 0 };
}

function price(overrides: Partial<PriceOrderInput>, rules: Partial<TaxRules> = {}): PricedOrder {
  return priceOrder({
    lines: [],
    shipping: shippingOf(0),
    country: 'EG',
    taxRules: { ...RULES, ...rules },
    ...overrides,
  });
}

describe('an order computed by hand', () => {
  it('contains 14.00 of tax in 114.00 at the Egyptian VAT of 14 %', () => {
    expect(price({ lines: [lineOf(1, 114_00)] })).toEqual({
      lines: [
        {
          sku: 'SKU',
          quantity: 1,
          unitPriceMinor: 114_00,
          totalMinor: 114_00,
          netMinor: 100_00,
          taxMinor: 14_00,
          grossMinor: 114_00,
          taxRate: 1400,
          taxClass: 'standard',
        },
      ],
      shipping: {
        ...shippingOf(0),
        netMinor: 0,
        taxMinor: 0,
        grossMinor: 0,
        taxRate: 1400,
        taxClass: 'standard',
      },
      totals: { itemsMinor: 114_00, shippingMinor: 0, taxMinor: 14_00, grandTotalMinor: 114_00 },
      taxLines: [{ taxClass: 'standard', rate: 1400, baseMinor: 100_00, taxMinor: 14_00 }],
      taxIncluded: true,
    });
  });

  const basket = {
    lines: [lineOf(3, 33_33), lineOf(2, 50_00, 'reduced'), lineOf(1, 20_00, 'zero')],
    shipping: shippingOf(60_00),
  };

  it('has its taxes inside: 99.99 → 12.28, 100.00 at 5 % → 4.76, delivery 60.00 → 7.37', () => {
    const { totals, taxLines } = price(basket);

    expect(totals).toEqual({
      itemsMinor: 219_99,
      shippingMinor: 60_00,
      taxMinor: 24_41,
      grandTotalMinor: 279_99,
    });
    expect(taxLines).toEqual([
      { taxClass: 'standard', rate: 1400, baseMinor: 140_34, taxMinor: 19_65 },
      { taxClass: 'reduced', rate: 500, baseMinor: 95_24, taxMinor: 4_76 },
      { taxClass: 'zero', rate: 0, baseMinor: 20_00, taxMinor: 0 },
    ]);
  });

  it('has them on top when prices exclude tax: 14.00 (13.9986), 5.00, delivery 8.40', () => {
    const { totals, taxLines } = price(basket, { pricesIncludeTax: false });

    expect(totals).toEqual({
      itemsMinor: 219_99,
      shippingMinor: 60_00,
      taxMinor: 27_40,
      grandTotalMinor: 307_39,
    });
    expect(taxLines.map(({ taxMinor }) => taxMinor)).toEqual([22_40, 5_00, 0]);
  });

  it('is taxed by the country that it goes to', () => {
    const { totals, taxLines } = price({ ...basket, country: 'SA' });

    // 99.99 × 15 / 115 = 13.04, 100.00 × 15 / 115 = 13.04, 60.00 × 15 / 115 = 7.83.
    expect(taxLines).toEqual([
      { taxClass: 'standard', rate: 1500, baseMinor: 139_12, taxMinor: 20_87 },
      { taxClass: 'reduced', rate: 1500, baseMinor: 86_96, taxMinor: 13_04 },
      { taxClass: 'zero', rate: 0, baseMinor: 20_00, taxMinor: 0 },
    ]);
    expect(totals.grandTotalMinor).toBe(279_99);
  });

  it('has its delivery taxed by the class that the rules give it', () => {
    const { shipping, taxLines } = price(basket, { shippingClass: 'reduced' });

    // 60.00 × 5 / 105.
    expect(shipping).toMatchObject({ taxClass: 'reduced', taxRate: 500, taxMinor: 2_86, netMinor: 57_14 });
    expect(taxLines.map(({ taxMinor }) => taxMinor)).toEqual([12_28, 7_62, 0]);
  });

  it('is taxed as standard where the rules do not know the class', () => {
    expect(price({ lines: [lineOf(1, 114_00, 'luxury')] }).lines[0]).toMatchObject({
      taxClass: 'standard',
      taxRate: 1400,
      taxMinor: 14_00,
    });
  });

  it('shows the difference between the roundings: seven lines of 0.99 without tax', () => {
    const lines = Array.from({ length: 7 }, () => lineOf(1, 99));

    // 0.1386 each is 0.14, in all 0.98; 6.93 at 14 % is 0.9702, in all 0.97.
    expect(price({ lines }, { pricesIncludeTax: false }).totals.taxMinor).toBe(98);
    expect(price({ lines }, { pricesIncludeTax: false, rounding: 'per_total' }).totals.taxMinor).toBe(97);
  });

  it('rounds two classes of one rate together when told per total', () => {
    const lines = [lineOf(1, 4, 'standard'), lineOf(1, 4, 'special')];
    const rules = {
      pricesIncludeTax: false,
      rounding: 'per_total',
      classes: { standard: 1400, special: 1400 },
    } as const;

    // 0.56 each is 1 each and 2 in all; together 1.12 is 1.
    const { taxLines, totals } = price({ lines }, rules);

    expect(totals.taxMinor).toBe(1);
    expect(taxLines.map(({ taxMinor }) => taxMinor)).toEqual([1, 0]);
  });
});

describe('any order', () => {
  const taxClass = fc.constantFrom('standard', 'reduced', 'zero', 'luxury', 'unknown');
  const rate = fc.oneof(fc.constantFrom(0, 500, 1400, 1500), fc.nat(10_000));
  const rules = fc.record<TaxRules>({
    homeCountry: fc.constant('EG'),
    pricesIncludeTax: fc.boolean(),
    rounding: fc.constantFrom('per_line', 'per_total'),
    classes: fc.record({ standard: rate, reduced: rate, zero: fc.constant(0), luxury: rate }),
    countries: fc.constant({ SA: { standard: 1500, zero: 0 } }),
    shippingClass: fc.constantFrom('standard', 'reduced', 'zero'),
  });
  const country = fc.constantFrom('EG', 'SA', 'DE');

  /** A price as a shop writes it, in a currency of 0, 2 or 3 digits, up to 10^9 minor units. */
  const currency = fc.constantFrom('JPY', 'EGP', 'KWD');
  const priceIn = (code: string) =>
    fc.oneof(fc.nat(20_000), fc.nat(1_000_000_000)).map((minor) => formatMinor(minor, code));
  const orderIn = (code: string) =>
    fc.record({
      currency: fc.constant(code),
      rules,
      country,
      lines: fc.array(
        fc.record({ unitPrice: priceIn(code), quantity: fc.integer({ min: 1, max: 999 }), taxClass }),
        { minLength: 1, maxLength: 100 },
      ),
      shippingPrice: priceIn(code),
    });
  const order = currency.chain(orderIn);

  function priced({ currency, rules, country, lines, shippingPrice }: DrawnOrder): PricedOrder {
    return priceOrder({
      lines: lines.map(({ unitPrice, quantity, taxClass }, index) =>
        lineOf(quantity, parseDecimalToMinor(unitPrice, currency)!, taxClass, `SKU-${index}`),
      ),
      shipping: shippingOf(parseDecimalToMinor(shippingPrice, currency)!),
      country,
      taxRules: rules,
    });
  }

  it('keeps every identity between its amounts', () => {
    fc.assert(
      fc.property(order, (drawn) => {
        const { lines, shipping, totals, taxLines, taxIncluded } = priced(drawn);
        const parts = [...lines, shipping];

        expect(parts.filter((part) => part.netMinor + part.taxMinor !== part.grossMinor)).toEqual([]);
        expect(lines.filter((line) => line.totalMinor !== line.quantity * line.unitPriceMinor)).toEqual([]);
        const pricedSide = taxIncluded ? 'grossMinor' : 'netMinor';
        expect(lines.filter((line) => line[pricedSide] !== line.totalMinor)).toEqual([]);
        expect(shipping[pricedSide]).toBe(shipping.priceMinor);
        expect(sumOf(lines, (line) => line.totalMinor)).toBe(totals.itemsMinor);
        expect(shipping.priceMinor).toBe(totals.shippingMinor);
        expect(sumOf(parts, (part) => part.grossMinor)).toBe(totals.grandTotalMinor);
        expect(sumOf(parts, (part) => part.taxMinor)).toBe(totals.taxMinor);
        expect(sumOf(taxLines, (line) => line.taxMinor)).toBe(totals.taxMinor);
        expect(sumOf(taxLines, (line) => line.baseMinor + line.taxMinor)).toBe(totals.grandTotalMinor);
        expect(totals.grandTotalMinor).toBe(
          totals.itemsMinor + totals.shippingMinor + (taxIncluded ? 0 : totals.taxMinor),
        );
      }),
    );
  });

  it('adds up as its customer reads it, with the digits of its currency', () => {
    fc.assert(
      fc.property(order, (drawn) => {
        const { lines, shipping, totals } = priced(drawn);
        const shown = [...lines, shipping].map((part) => formatMinor(part.grossMinor, drawn.currency));

        expect(
          shown.filter((text) => (text.split('.')[1]?.length ?? 0) !== currencyDigits(drawn.currency)),
        ).toEqual([]);
        expect(shown.reduce((total, text) => total + BigInt(text.replace('.', '')), 0n)).toBe(
          BigInt(formatMinor(totals.grandTotalMinor, drawn.currency).replace('.', '')),
        );
      }),
    );
  });

  it('has whole amounts that are exact as numbers, none of them negative', () => {
    fc.assert(
      fc.property(order, (drawn) => {
        const { lines, shipping, totals, taxLines } = priced(drawn);
        const amounts = [...lines, shipping, totals, ...taxLines].flatMap((part) =>
          Object.entries(part)
            .filter(([name]) => name.endsWith('Minor'))
            .map(([, amount]) => amount as number),
        );

        expect(amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
      }),
    );
  });

  it('has one tax line for each class that it uses, with the rate of its parts', () => {
    fc.assert(
      fc.property(order, (drawn) => {
        const { lines, shipping, taxLines } = priced(drawn);
        const parts = [...lines, shipping];

        expect(taxLines.map((line) => line.taxClass)).toEqual([
          ...new Set(parts.map((part) => part.taxClass)),
        ]);
        for (const { taxClass, rate, baseMinor } of taxLines) {
          const ofClass = parts.filter((part) => part.taxClass === taxClass);
          expect(new Set(ofClass.map((part) => part.taxRate))).toEqual(new Set([rate]));
          expect(sumOf(ofClass, (part) => part.netMinor)).toBe(baseMinor);
        }
      }),
    );
  });

  it('never gets cheaper, nor its tax less, when a line gets dearer or longer', () => {
    fc.assert(
      fc.property(order, fc.nat(1_000_000), fc.nat(10), (drawn, dearer, longer) => {
        const [first, ...rest] = drawn.lines;
        const unitPrice = parseDecimalToMinor(first!.unitPrice, drawn.currency)! + dearer;
        const grown = {
          ...first!,
          unitPrice: formatMinor(unitPrice, drawn.currency),
          quantity: first!.quantity + longer,
        };

        const before = priced(drawn).totals;
        const after = priced({ ...drawn, lines: [grown, ...rest] }).totals;

        expect(after.grandTotalMinor).toBeGreaterThanOrEqual(before.grandTotalMinor);
        expect(after.taxMinor).toBeGreaterThanOrEqual(before.taxMinor);
      }),
    );
  });

  it('has the same totals in whatever order its lines stand', () => {
    fc.assert(
      fc.property(order, (drawn) => {
        expect(priced({ ...drawn, lines: drawn.lines.toReversed() }).totals).toEqual(priced(drawn).totals);
      }),
    );
  });

  type DrawnOrder = typeof order extends fc.Arbitrary<infer Drawn> ? Drawn : never;
});
