export { isCountryCode } from './checks.js';
export { SettingController } from './setting-controller.js';
export type { SettingKey } from './setting-key.js';
export { SettingsModule } from './settings.module.js';
export { SettingsService } from './settings.service.js';
