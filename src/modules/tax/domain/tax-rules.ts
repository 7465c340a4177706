/** Tax rate in basis points: 1400 is 14 %. */
export type BasisPoints = number;

export const TAX_ROUNDINGS = ['per_line', 'per_total'] as const;
export type TaxRounding = (typeof TAX_ROUNDINGS)[number];

/** The class that every table of rates has. */
export const STANDARD_CLASS = 'standard';

/** Rates by tax class; `standard` is always among them. */
export type RateTable = Readonly<Record<string, BasisPoints>>;

/** How the shop's prices are taxed. */
export interface TaxRules {
  /** ISO 3166-1 alpha-2; `classes` are its rates. */
  readonly homeCountry: string;
  /** Whether unit prices and shipping prices contain their tax. */
  readonly pricesIncludeTax: boolean;
  /** Whether tax is rounded on each line, or once for all lines of a rate and then shared out among them. */
  readonly rounding: TaxRounding;
  /** Every class that a product may have. */
  readonly classes: RateTable;
  /**
   * Rates of other countries by ISO 3166-1 code. A class that a country does not name has the country's own standard rate;
   * a country that is not named is taxed as at home.
   */
  readonly countries: Readonly<Record<string, RateTable>>;
  /** The class of what delivery costs. */
  readonly shippingClass: string;
}

export interface AppliedTax {
  taxClass: string;
  rate: BasisPoints;
}

/** Whether the rules name the class. */
export function isKnownTaxClass(rules: TaxRules, taxClass: string): boolean {
  return Object.hasOwn(rules.classes, taxClass);
}

/** The rate of a class for goods sent to a country. A class that the rules do not know is taxed as standard. */
export function taxFor(rules: TaxRules, country: string, taxClass: string): AppliedTax {
  const known = isKnownTaxClass(rules, taxClass) ? taxClass : STANDARD_CLASS;
  const rates = Object.hasOwn(rules.countries, country) ? rules.countries[country]! : rules.classes;
  const rate = Object.hasOwn(rates, known) ? rates[known]! : rates[STANDARD_CLASS]!;
  return { taxClass: known, rate };
}
