import { Controller } from '@nestjs/common';
import { SettingController } from '../settings/index.js';
import { ShippingSettingsDto } from './dto/shipping-settings.dto.js';
import { SHIPPING_SETTING } from './shipping.setting.js';

@Controller('settings/shipping')
export class ShippingSettingsController extends SettingController(SHIPPING_SETTING, ShippingSettingsDto) {}
