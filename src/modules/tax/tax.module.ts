import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/index.js';
import { TaxSettingsController } from './tax-settings.controller.js';

@Module({ imports: [SettingsModule], controllers: [TaxSettingsController] })
export class TaxModule {}
