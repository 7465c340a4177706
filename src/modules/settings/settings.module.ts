import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { SettingRepository } from './setting.repository.js';
import { SettingRecord, SettingSchema } from './setting.schema.js';
import { SettingsService } from './settings.service.js';

@Module({
  imports: [MongooseModule.forFeature([{ name: SettingRecord.name, schema: SettingSchema }])],
  providers: [SettingsService, SettingRepository],
  exports: [SettingsService],
})
export class SettingsModule {}
