import type { StockItemRecord } from './stock-item.schema.js';

/** A document without its ledger. */
export type ShelfView = Pick<
  StockItemRecord,
  | '_id'
  | 'sku'
  | 'locationCode'
  | 'shelf'
  | 'onHand'
  | 'available'
  | 'sold'
  | 'reservationCount'
  | 'policy'
  | 'backorderLimit'
  | 'backorderable'
  | 'owed'
  | 'availableFrom'
  | 'lowStockThreshold'
  | 'outgoing'
  | 'version'
  | 'updatedAt'
>;

/** The projection for it. */
export const SHELF = {
  sku: 1,
  locationCode: 1,
  shelf: 1,
  onHand: 1,
  available: 1,
  sold: 1,
  reservationCount: 1,
  policy: 1,
  backorderLimit: 1,
  backorderable: 1,
  owed: 1,
  availableFrom: 1,
  lowStockThreshold: 1,
  outgoing: 1,
  version: 1,
  updatedAt: 1,
} as const;

/** What a shelf holds at first. */
export const EMPTY_SHELF = {
  onHand: 0,
  available: 0,
  received: 0,
  sold: 0,
  reservationCount: 0,
  policy: 'deny',
  backorderLimit: 0,
  backorderable: 0,
  owed: 0,
  transferSeq: 0,
  version: 1,
} as const;
