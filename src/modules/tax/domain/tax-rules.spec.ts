import { checkTaxRules } from './check-tax-rules.js';
import { DEFAULT_TAX_RULES } from './default-tax-rules.js';
import { isKnownTaxClass, taxFor, type TaxRules } from './tax-rules.js';

const RULES: TaxRules = {
  ...DEFAULT_TAX_RULES,
  classes: { standard: 1400, reduced: 500, zero: 0 },
  countries: { SA: { standard: 1500, zero: 0 }, KW: { standard: 0 } },
};

describe('taxFor', () => {
  it.each([
    ['EG', 'standard', 1400, 'standard'],
    ['EG', 'reduced', 500, 'reduced'],
    ['EG', 'zero', 0, 'zero'],
    ['SA', 'standard', 1500, 'standard'],
    ['SA', 'zero', 0, 'zero'],
    // Saudi Arabia names no such rate, and Egypt's does not apply there.
    ['SA', 'reduced', 1500, 'reduced'],
    ['KW', 'standard', 0, 'standard'],
    ['DE', 'reduced', 500, 'reduced'],
    ['EG', 'luxury', 1400, 'standard'],
    ['SA', 'luxury', 1500, 'standard'],
    // Names that every object has.
    ['EG', 'constructor', 1400, 'standard'],
    ['toString', '__proto__', 1400, 'standard'],
  ])('in %s taxes %s at %i as %s', (country, taxClass, rate, applied) => {
    expect(taxFor(RULES, country, taxClass)).toEqual({ rate, taxClass: applied });
  });

  it('knows the classes that the rules name', () => {
    expect(['standard', 'zero', 'luxury', 'toString'].map((name) => isKnownTaxClass(RULES, name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('checkTaxRules', () => {
  it('has nothing against the built-in rules', () => {
    expect(checkTaxRules(DEFAULT_TAX_RULES)).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['rates from 0 to 100 %', { classes: { standard: 0, luxury: 10_000 }, countries: {} }, []],
    [
      'no standard class',
      { classes: { reduced: 500 }, countries: {}, shippingClass: 'reduced' },
      ['/classes'],
    ],
    ['a rate above 100 %', { classes: { standard: 10_001 }, countries: {} }, ['/classes/standard']],
    ['a rate below 0', { classes: { standard: -1 }, countries: {} }, ['/classes/standard']],
    ['a rate with a fraction', { classes: { standard: 14.5 }, countries: {} }, ['/classes/standard']],
    ['a rate as text', { classes: { standard: '1400' }, countries: {} }, ['/classes/standard']],
    ['no rate', { classes: { standard: null }, countries: {} }, ['/classes/standard']],
    [
      'a rate that is an object',
      { classes: { standard: { rate: 1 } }, countries: {} },
      ['/classes/standard'],
    ],
    ['a class name with a dot', { classes: { standard: 1, 'a.b': 1 }, countries: {} }, ['/classes']],
    ['a class name with a dollar', { classes: { standard: 1, $set: 'x' }, countries: {} }, ['/classes']],
    ['an empty class name', { classes: { standard: 1, '': 1 }, countries: {} }, ['/classes']],
    [
      'more than 20 classes',
      {
        classes: { standard: 1, ...Object.fromEntries([...Array(20).keys()].map((n) => [`c${n}`, 1])) },
        countries: {},
      },
      ['/classes'],
    ],
    ['a country that does not exist', { countries: { XX: { standard: 1 } } }, ['/countries']],
    ['a country in small letters', { countries: { sa: { standard: 1 } } }, ['/countries']],
    ['the home country among the others', { countries: { EG: { standard: 1 } } }, ['/countries/EG']],
    ['a country without a standard rate', { countries: { SA: { zero: 0 } } }, ['/countries/SA']],
    ['a country with a class that is none', { countries: { SA: { standard: 1, x: 1 } } }, ['/countries/SA']],
    ['a country’s rate above 100 %', { countries: { SA: { standard: 99_999 } } }, ['/countries/SA/standard']],
    ['a country without a table', { countries: { SA: null } }, ['/countries/SA']],
    ['a country with a list', { countries: { SA: [1500] } }, ['/countries/SA']],
    ['a country with a number', { countries: { SA: 1500 } }, ['/countries/SA']],
    ['a class for shipping that is none', { shippingClass: 'luxury' }, ['/shippingClass']],
    ['a class for shipping that every object has', { shippingClass: 'toString' }, ['/shippingClass']],
  ])('finds with %s the problems at their places', (_, overrides, pointers) => {
    const rules = { ...DEFAULT_TAX_RULES, ...overrides } as TaxRules;

    expect(checkTaxRules(rules).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
