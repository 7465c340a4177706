import { Controller } from '@nestjs/common';
import type { ErrorDetail } from '../../common/errors/domain.error.js';
import { SettingController, type SettingKey } from '../settings/index.js';
import { DEFAULT_LOCATION, type StockLocation } from './domain/location-preference.js';
import { LocationsDto } from './dto/locations.dto.js';

export const LOCATIONS_SETTING: SettingKey<{ locations: StockLocation[] }> = {
  name: 'locations',
  defaultValue: {
    locations: [
      {
        code: DEFAULT_LOCATION,
        name: { en: 'Main warehouse', ar: 'المخزن الرئيسي' },
        country: 'EG',
        governorate: 'EG-C',
        priority: 0,
        isActive: true,
      },
    ],
  },
  check: ({ locations }) => [...repeatedCodes(locations), ...missingDefault(locations)],
};

@Controller('settings/locations')
export class LocationsController extends SettingController(LOCATIONS_SETTING, LocationsDto) {}

function repeatedCodes(locations: StockLocation[]): ErrorDetail[] {
  return locations.flatMap(({ code }, index) =>
    locations.findIndex((other) => other.code === code) === index
      ? []
      : [{ pointer: `/locations/${index}/code`, detail: `The code ${code} is used twice` }],
  );
}

/** Counts without a location go there, so it may be closed but not dropped. */
function missingDefault(locations: StockLocation[]): ErrorDetail[] {
  return locations.some(({ code }) => code === DEFAULT_LOCATION)
    ? []
    : [{ pointer: '/locations', detail: `The location ${DEFAULT_LOCATION} must stay; it may be inactive` }];
}
