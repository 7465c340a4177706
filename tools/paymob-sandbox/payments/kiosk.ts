import type { Source } from '../model/records.ts';

/** A kiosk payment names no account: its `pan` is the empty string. */
export const KIOSK_SOURCE: Source = { type: 'aggregator', subType: 'AGGREGATOR', pan: '', maskedCard: null };
