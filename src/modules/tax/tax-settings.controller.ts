import { Controller } from '@nestjs/common';
import { SettingController } from '../settings/index.js';
import { TaxRulesDto } from './dto/tax-rules.dto.js';
import { TAX_SETTING } from './tax.setting.js';

@Controller('settings/tax')
export class TaxSettingsController extends SettingController(TAX_SETTING, TaxRulesDto) {}
