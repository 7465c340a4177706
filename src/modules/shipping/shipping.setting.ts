import type { SettingKey } from '../settings/index.js';
import { checkShippingSettings } from './domain/check-shipping-settings.js';
import { DEFAULT_SHIPPING_SETTINGS } from './domain/default-shipping-settings.js';
import type { ShippingSettings } from './domain/shipping-settings.js';

/** What the shop charges for delivery. */
export const SHIPPING_SETTING: SettingKey<ShippingSettings> = {
  name: 'shipping',
  defaultValue: DEFAULT_SHIPPING_SETTINGS,
  check: checkShippingSettings,
};
