import { isObject } from 'class-validator';
import type { ErrorDetail } from '../../../common/errors/domain.error.js';
import { isCountryCode } from '../../settings/index.js';
import { isKnownTaxClass, STANDARD_CLASS, type RateTable, type TaxRules } from './tax-rules.js';

/** As products name their class. */
const CLASS_NAME = /^[a-z][a-z0-9-]{0,31}$/;
const MAX_CLASSES = 20;
/** 100 %. */
const MAX_RATE = 10_000;

/** What is wrong with rules of the right shape; empty when nothing is. The tables of rates may still hold anything. */
export function checkTaxRules(rules: TaxRules): ErrorDetail[] {
  const errors = [...checkClassNames(rules.classes), ...checkRates('/classes', rules.classes)];
  for (const [country, rates] of Object.entries(rules.countries)) {
    errors.push(...checkCountry(rules, country, rates));
  }
  if (!isKnownTaxClass(rules, rules.shippingClass)) {
    errors.push({ pointer: '/shippingClass', detail: 'shippingClass must be one of classes' });
  }
  return errors;
}

function checkClassNames(classes: RateTable): ErrorDetail[] {
  const names = Object.keys(classes);
  const errors: ErrorDetail[] = [];
  if (names.length > MAX_CLASSES) {
    errors.push({ pointer: '/classes', detail: `classes must be at most ${MAX_CLASSES}` });
  }
  if (!names.every((name) => CLASS_NAME.test(name))) {
    errors.push({
      pointer: '/classes',
      detail: 'a class is named by 1 to 32 small letters, digits and dashes, beginning with a letter',
    });
  }
  return errors;
}

function checkCountry(rules: TaxRules, country: string, rates: RateTable): ErrorDetail[] {
  if (!isCountryCode(country)) {
    return [{ pointer: '/countries', detail: 'countries are named by ISO 3166-1 alpha-2 codes in capitals' }];
  }
  const pointer = `/countries/${country}`;
  if (country === rules.homeCountry) {
    return [{ pointer, detail: 'the rates of the home country are those of classes' }];
  }
  if (!isObject(rates)) return [{ pointer, detail: 'must be an object of rates by class' }];
  const unknown = Object.keys(rates).filter((taxClass) => !isKnownTaxClass(rules, taxClass));
  return [
    ...(unknown.length > 0 ? [{ pointer, detail: 'names a class that is not one of classes' }] : []),
    ...checkRates(pointer, rates),
  ];
}

function checkRates(pointer: string, rates: RateTable): ErrorDetail[] {
  const errors = Object.entries(rates)
    .filter(([taxClass, rate]) => CLASS_NAME.test(taxClass) && !isRate(rate))
    .map(([taxClass]) => ({
      pointer: `${pointer}/${taxClass}`,
      detail: `a rate is an integer of basis points from 0 to ${MAX_RATE}`,
    }));
  if (!Object.hasOwn(rates, STANDARD_CLASS)) {
    errors.push({ pointer, detail: `must have the class ${STANDARD_CLASS}` });
  }
  return errors;
}

function isRate(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_RATE;
}
