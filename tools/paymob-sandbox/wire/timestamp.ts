import type { Integration } from '../model/records.ts';

const ZONES = {
  egy: { zone: 'Africa/Cairo', offset: '' },
  are: { zone: 'Asia/Dubai', offset: '+04:00' },
  omn: { zone: 'Asia/Muscat', offset: '+04:00' },
} as const;

const formats = new Map(
  Object.values(ZONES).map(({ zone }) => [
    zone,
    // Swedish is the locale that writes dates as ISO 8601 does.
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);

/**
 * A moment as Paymob writes it in the region: local time with six decimals, in Egypt without an offset.
 * The last three decimals come from the id, so a consumer who rounds to milliseconds breaks the signature at once.
 */
export function regionalTimestamp(time: number, region: Integration['region'], id: number): string {
  const { zone, offset } = ZONES[region];
  const local = localTime(time, zone).replace(' ', 'T');
  const decimals = String(time % 1000).padStart(3, '0') + String(id % 1000).padStart(3, '0');
  return `${local}.${decimals}${offset}`;
}

/** The calendar day in the region, on which a payment can still be voided. */
export function businessDay(time: number, region: Integration['region']): string {
  return localTime(time, ZONES[region].zone).slice(0, 10);
}

function localTime(time: number, zone: (typeof ZONES)[keyof typeof ZONES]['zone']): string {
  return formats.get(zone)?.format(time) ?? '';
}
