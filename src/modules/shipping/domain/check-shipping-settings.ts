import type { ErrorDetail } from '../../../common/errors/domain.error.js';
import { isCountryCode } from '../../settings/index.js';
import { GOVERNORATES } from './governorates.js';
import type { ShippingMethod, ShippingRate, ShippingSettings, ShippingZone } from './shipping-settings.js';

const REST_OF_WORLD = '*';
const GOVERNORATE_CODES = new Set(GOVERNORATES.map(({ code }) => code));

/** What is wrong with settings of the right shape; empty when nothing is. */
export function checkShippingSettings({ zones }: ShippingSettings): ErrorDetail[] {
  return [
    ...checkPlaces(zones),
    ...repeats(zones, (zone) => zone.name).map((index) => ({
      pointer: `/zones/${index}/name`,
      detail: 'an earlier zone has this name',
    })),
    ...zones.flatMap((zone, index) => checkZone(zone, `/zones/${index}`)),
  ];
}

/** Each place may be claimed once; a narrower zone inside of a wider one is no second claim. */
function checkPlaces(zones: readonly ShippingZone[]): ErrorDetail[] {
  const claims = zones.flatMap(({ countries, governorates }, zone) =>
    (governorates ?? countries).map((place, index) => ({
      place,
      pointer: `/zones/${zone}/${governorates === undefined ? 'countries' : 'governorates'}/${index}`,
    })),
  );
  return repeats(claims, (claim) => claim.place).map((index) => ({
    pointer: claims[index]!.pointer,
    detail: `${claims[index]!.place} is claimed before, by this zone or an earlier one`,
  }));
}

function checkZone({ countries, governorates, methods }: ShippingZone, pointer: string): ErrorDetail[] {
  const errors: ErrorDetail[] = [];
  if (countries.includes(REST_OF_WORLD) && countries.length > 1) {
    errors.push({ pointer: `${pointer}/countries`, detail: '* stands alone' });
  }
  if (governorates !== undefined && countries.join() !== 'EG') {
    errors.push({
      pointer: `${pointer}/countries`,
      detail: 'a zone with governorates has the country EG alone',
    });
  }
  const unknownCountries = indexesOf(countries, (code) => code !== REST_OF_WORLD && !isCountryCode(code));
  const unknownGovernorates = indexesOf(governorates ?? [], (code) => !GOVERNORATE_CODES.has(code));
  const repeatedCodes = repeats(methods, (method) => method.code);
  return [
    ...errors,
    ...unknownCountries.map((index) => ({
      pointer: `${pointer}/countries/${index}`,
      detail: 'must be an ISO 3166-1 alpha-2 code in capitals, or *',
    })),
    ...unknownGovernorates.map((index) => ({
      pointer: `${pointer}/governorates/${index}`,
      detail: 'must be an ISO 3166-2:EG code such as EG-C; GET /v1/shipping/governorates lists them',
    })),
    ...repeatedCodes.map((index) => ({
      pointer: `${pointer}/methods/${index}/code`,
      detail: 'an earlier method of the zone has this code',
    })),
    ...methods.flatMap((method, index) => checkMethod(method, `${pointer}/methods/${index}`)),
  ];
}

function checkMethod({ rate, estimatedDays }: ShippingMethod, pointer: string): ErrorDetail[] {
  const limits = limitsOf(rate);
  const errors = indexesOf(limits, (limit, index) => index > 0 && limit <= limits[index - 1]!).map(
    (index) => ({
      pointer: `${pointer}/rate/steps/${index}`,
      detail: 'each step must reach further than the one before it',
    }),
  );
  if (estimatedDays.min > estimatedDays.max) {
    errors.push({ pointer: `${pointer}/estimatedDays/min`, detail: 'min must not be above max' });
  }
  return errors;
}

function limitsOf(rate: ShippingRate): number[] {
  if (rate.kind === 'by_weight') return rate.steps.map((step) => step.upToGrams);
  if (rate.kind === 'by_price') return rate.steps.map((step) => step.upToMinor);
  return [];
}

/** Indexes of the items whose key an earlier item has. */
function repeats<T>(items: readonly T[], keyOf: (item: T) => string): number[] {
  const keys = items.map(keyOf);
  return indexesOf(keys, (key, index) => keys.indexOf(key) < index);
}

function indexesOf<T>(items: readonly T[], matches: (item: T, index: number) => boolean): number[] {
  return [...items.keys()].filter((index) => matches(items[index]!, index));
}
