import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/index.js';
import { GovernoratesController } from './governorates.controller.js';
import { ShippingSettingsController } from './shipping-settings.controller.js';

@Module({ imports: [SettingsModule], controllers: [GovernoratesController, ShippingSettingsController] })
export class ShippingModule {}
