/** Round figures to try a foreign catalogue with; a shop that means it gives its own. */
const TRIAL_RATES = { USD: '50', EUR: '55', GBP: '65', PLN: '13' };

export interface Rates {
  /** For `ForeignPrices`. */
  rates: Record<string, string>;
  /** What the user has to know about them. */
  note: string[];
}

/**
 * The rates of the options `--rate USD=48.5`. Without any, a shop in production converts nothing, since a price at a
 * made-up rate is a wrong price; elsewhere round figures let a foreign catalogue be tried at once.
 * @throws {Error} for an option of another form
 */
export function chooseRates(options: string[] | undefined, isProduction: boolean): Rates {
  if (options !== undefined) return { rates: Object.fromEntries(options.map(parseRate)), note: [] };
  if (isProduction) return { rates: {}, note: [] };
  return {
    rates: TRIAL_RATES,
    note: ['Rates for trying out were used where the currency differs; give today’s with --rate USD=48.5'],
  };
}

function parseRate(option: string): [currency: string, rate: string] {
  const match = /^([A-Z]{3})=(\d{1,9}(?:\.\d{1,9})?)$/.exec(option);
  if (match === null) throw new Error(`--rate takes CURRENCY=NUMBER, such as USD=48.5, not ${option}`);
  return [match[1]!, match[2]!];
}
