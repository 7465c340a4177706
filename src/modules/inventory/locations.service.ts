import { Injectable } from '@nestjs/common';
import { SettingsService } from '../settings/index.js';
import type { StockLocation } from './domain/location-preference.js';
import { LOCATIONS_SETTING } from './locations.setting.js';

/** The places that stock lies at; configured by staff, the same for every instance. */
@Injectable()
export class LocationsService {
  constructor(private readonly settings: SettingsService) {}

  async all(): Promise<StockLocation[]> {
    return (await this.settings.get(LOCATIONS_SETTING)).locations;
  }
}
