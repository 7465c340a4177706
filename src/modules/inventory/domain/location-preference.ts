/** The code of the location that a shop has from the start. */
export const DEFAULT_LOCATION = 'main';

/** A place that orders are sent from or collected at. */
export interface StockLocation {
  code: string;
  name: { en: string; ar?: string };
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** ISO 3166-2 code of the Egyptian governorate, e.g. `EG-C`. */
  governorate?: string;
  /** The lower, the earlier among equally near ones. */
  priority: number;
  /** Serves online orders. */
  isActive: boolean;
}

export interface Destination {
  country: string;
  governorate?: string;
}

/** The codes of the locations that may serve an order: the nearest first, among equals by priority. */
export function rankLocations(locations: StockLocation[], destination: Destination): string[] {
  return locations
    .filter(({ isActive }) => isActive)
    .toSorted(
      (a, b) =>
        distance(a, destination) - distance(b, destination) ||
        a.priority - b.priority ||
        a.code.localeCompare(b.code),
    )
    .map(({ code }) => code);
}

/** Sorts what lies at locations by a ranking of their codes. */
export function byPreference(ranking: string[]) {
  return (a: { locationCode: string }, b: { locationCode: string }): number =>
    ranking.indexOf(a.locationCode) - ranking.indexOf(b.locationCode);
}

function distance(location: StockLocation, destination: Destination): number {
  if (location.country !== destination.country) return 2;
  return destination.governorate !== undefined && location.governorate === destination.governorate ? 0 : 1;
}
