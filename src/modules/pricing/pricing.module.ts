import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/index.js';
import { PricingService } from './pricing.service.js';

@Module({ imports: [SettingsModule], providers: [PricingService], exports: [PricingService] })
export class PricingModule {}
