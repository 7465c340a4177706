import { currencyDigits, formatMinor, parseDecimalToMinor } from '../../../common/money/currency.js';
import { InvalidRateError } from './import.errors.js';

const RATE = /^(\d{1,9})(?:\.(\d{1,9}))?$/;

/** How many units of the store's currency one unit of another one is worth, exactly. */
interface Rate {
  numerator: bigint;
  denominator: bigint;
}

/**
 * Reads prices of files in the store's currency. A price in another currency is converted at a rate that somebody
 * gave for it, rounded half up to the minor unit; without a rate it is not a price.
 */
export class ForeignPrices {
  private readonly rates: ReadonlyMap<string, Rate>;

  /**
   * @param rates decimal texts by ISO 4217 code, such as `{ USD: '48.5' }`; the order says which currency is preferred
   * @throws {InvalidRateError} for a rate that is not a positive decimal
   */
  constructor(
    readonly storeCurrency: string,
    rates: Readonly<Record<string, string>>,
  ) {
    this.rates = new Map(Object.entries(rates).map(([currency, rate]) => [currency, parseRate(rate)]));
  }

  /** The currency to take when a file has prices in several; undefined when none of them can be used. */
  choose(currencies: Iterable<string>): string | undefined {
    const offered = new Set(currencies);
    return [this.storeCurrency, ...this.rates.keys()].find((currency) => offered.has(currency));
  }

  /** The price in minor units of the store's currency; null for what is no price or has no rate. */
  toMinor(decimal: string, currency: string): number | null {
    const minor = parseDecimalToMinor(decimal, currency);
    if (minor === null || currency === this.storeCurrency) return minor;
    const rate = this.rates.get(currency);
    if (rate === undefined) return null;
    const dividend = BigInt(minor) * rate.numerator * powerOfTen(currencyDigits(this.storeCurrency));
    const divisor = rate.denominator * powerOfTen(currencyDigits(currency));
    const converted = Number((2n * dividend + divisor) / (2n * divisor));
    return Number.isSafeInteger(converted) ? converted : null;
  }

  /** Says how a currency is converted, for the report. */
  describe(currency: string): string {
    const one = '1'.padEnd(currencyDigits(currency) + 1, '0');
    const worth = this.toMinor(formatMinor(Number(one), currency), currency) ?? 0;
    return `Prices in ${currency} were converted: 1 ${currency} = ${formatMinor(worth, this.storeCurrency)} ${this.storeCurrency}`;
  }
}

function parseRate(text: string): Rate {
  const match = RATE.exec(text);
  const fraction = match?.[2] ?? '';
  const numerator = BigInt((match?.[1] ?? '0') + fraction);
  if (numerator === 0n) throw new InvalidRateError(text);
  return { numerator, denominator: powerOfTen(fraction.length) };
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
