import type { SettingKey } from '../settings/index.js';
import { checkTaxRules } from './domain/check-tax-rules.js';
import { DEFAULT_TAX_RULES } from './domain/default-tax-rules.js';
import type { TaxRules } from './domain/tax-rules.js';

/** How the shop's prices are taxed. */
export const TAX_SETTING: SettingKey<TaxRules> = {
  name: 'tax',
  defaultValue: DEFAULT_TAX_RULES,
  check: checkTaxRules,
};
