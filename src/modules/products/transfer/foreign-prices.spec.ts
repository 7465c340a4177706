import * as fc from 'fast-check';
import { currencyDigits } from '../../../common/money/currency.js';
import { ForeignPrices } from './foreign-prices.js';
import { InvalidRateError } from './import.errors.js';

describe('ForeignPrices', () => {
  it.each([
    ['EGP', {}, '12.99', 'EGP', 1_299],
    ['EGP', { USD: '50' }, '879.99', 'USD', 4_399_950],
    ['EGP', { USD: '48.505' }, '0.01', 'USD', 49],
    ['EGP', { KWD: '158.2' }, '1.005', 'KWD', 15_899],
    ['KWD', { USD: '0.30725' }, '10.00', 'USD', 3_073],
    ['EGP', { JPY: '0.33' }, '1000', 'JPY', 33_000],
    ['JPY', { EGP: '3' }, '10.50', 'EGP', 32],
    ['EGP', { PLN: '13' }, '40.000', 'PLN', 52_000],
  ])('in %s at %j reads %s %s as %d', (store, rates, decimal, currency, minor) => {
    expect(new ForeignPrices(store, rates).toMinor(decimal, currency)).toBe(minor);
  });

  it.each([
    ['12.999', 'EGP'],
    ['-5', 'EGP'],
    ['1,000', 'EGP'],
    ['1e3', 'EGP'],
    ['', 'EGP'],
    ['10.00', 'USD'],
    ['10.00', ''],
  ])('takes %j %s for no price', (decimal, currency) => {
    expect(new ForeignPrices('EGP', { EUR: '55' }).toMinor(decimal, currency)).toBeNull();
  });

  it.each(['0', '-1', '1e3', '', 'x', '0.000'])('refuses %j as a rate', (rate) => {
    expect(() => new ForeignPrices('EGP', { USD: rate })).toThrow(InvalidRateError);
  });

  it('prefers the store’s currency, then the first rate', () => {
    const prices = new ForeignPrices('EGP', { USD: '50', EUR: '55' });

    expect(prices.choose(['EUR', 'USD', 'EGP'])).toBe('EGP');
    expect(prices.choose(['EUR', 'USD'])).toBe('USD');
    expect(prices.choose(['GBP'])).toBeUndefined();
  });

  it('says what a unit is worth', () => {
    expect(new ForeignPrices('EGP', { KWD: '158.2' }).describe('KWD')).toBe(
      'Prices in KWD were converted: 1 KWD = 158.20 EGP',
    );
  });

  it('is never off by more than half a minor unit', () => {
    const currency = fc.constantFrom('EGP', 'KWD', 'JPY', 'USD');
    fc.assert(
      fc.property(
        currency,
        currency,
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 1e7 }),
        (store, other, amount, rate) => {
          fc.pre(store !== other);
          const digits = currencyDigits(other);
          const decimal =
            digits === 0
              ? `${amount}`
              : `${Math.floor(amount / 10 ** digits)}.${String(amount % 10 ** digits).padStart(digits, '0')}`;

          const minor = new ForeignPrices(store, {
            [other]: `${Math.floor(rate / 1000)}.${String(rate % 1000).padStart(3, '0')}`,
          }).toMinor(decimal, other);

          const exact = (amount / 10 ** digits) * (rate / 1000) * 10 ** currencyDigits(store);
          const error = exact * 1e-12;
          // Past what a number holds exactly there is no price.
          if (minor === null) expect(exact).toBeGreaterThan(Number.MAX_SAFE_INTEGER - error);
          else expect(Math.abs(minor - exact)).toBeLessThanOrEqual(0.5 + error);
        },
      ),
    );
  });
});
