import { versionEtag } from '../../common/http/etag.js';
import type {
  AdjustmentResponse,
  LocationStockResponse,
  StockItemResponse,
} from './dto/inventory.response.js';
import type { LocationLevel } from './domain/stock-level.js';
import type { StockOverview } from './inventory.service.js';
import type { StockAdjustmentRecord } from './stock-adjustment.schema.js';

export function toStockItemResponse(stock: StockOverview): StockItemResponse {
  const lastChange = Math.max(...stock.locations.map(({ updatedAt }) => updatedAt.getTime()));
  return {
    sku: stock.sku,
    onHand: stock.onHand,
    available: stock.available,
    reserved: stock.onHand - stock.available,
    availability: stock.availability,
    locations: stock.locations.map(toLocationResponse),
    adjustments: stock.adjustments.map(toAdjustmentResponse),
    updatedAt: new Date(lastChange).toISOString(),
  };
}

export function toLocationResponse(level: LocationLevel): LocationStockResponse {
  return {
    sku: level.sku,
    locationCode: level.locationCode,
    onHand: level.onHand,
    available: level.available,
    reserved: level.reserved,
    policy: level.policy,
    backorderLimit: level.backorderLimit,
    backorderable: level.backorderable,
    owed: level.owed,
    availableFrom: level.availableFrom?.toISOString() ?? null,
    lowStockThreshold: level.lowStockThreshold,
    etag: versionEtag(level.version),
    updatedAt: level.updatedAt.toISOString(),
  };
}

export function toAdjustmentResponse(adjustment: StockAdjustmentRecord): AdjustmentResponse {
  const { locationCode, delta, reason, actor, at } = adjustment;
  return { locationCode, delta, reason, actor, at: at.toISOString() };
}
