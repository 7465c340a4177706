import { Injectable } from '@nestjs/common';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import { decodeCursor, isId, isText, toPage, type Page } from '../../common/http/pagination.js';
import { type LocationLevel, type StockLevel, summarise } from './domain/stock-level.js';
import { LocationsService } from './locations.service.js';
import { StockCountRepository } from './stock-count.repository.js';
import { StockItemRepository } from './stock-item.repository.js';
import type { StockAdjustmentRecord } from './stock-adjustment.schema.js';

/** The stock of a SKU over all locations, with its latest changes. */
export interface StockOverview extends StockLevel {
  locations: LocationLevel[];
  adjustments: StockAdjustmentRecord[];
}

export interface StockFilter {
  locationCode?: string;
  isLow?: true;
}

const LATEST_ADJUSTMENTS = 20;

/** Reading the stock. */
@Injectable()
export class InventoryService {
  constructor(
    private readonly items: StockItemRepository,
    private readonly counts: StockCountRepository,
    private readonly locations: LocationsService,
  ) {}

  /** Current levels by SKU over the active locations, in one query; a SKU without stock is missing from the map. */
  async levels(skus: string[]): Promise<Map<string, StockLevel>> {
    const levels = await this.summaries(skus);
    return new Map(levels.map((level) => [level.sku, level]));
  }

  /** @throws {ResourceNotFoundError} */
  async get(sku: string): Promise<StockOverview> {
    const [[level], adjustments] = await Promise.all([
      this.summaries([sku]),
      this.counts.findHistory(sku, LATEST_ADJUSTMENTS, undefined),
    ]);
    if (level === undefined) throw notFound();
    return { ...level, adjustments };
  }

  /** Staff's list, by SKU and location. */
  async list(filter: StockFilter, limit: number, cursor: string | undefined): Promise<Page<LocationLevel>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, [isText, isText]);
    const places = await this.counts.findPage(
      filter,
      limit + 1,
      after && { sku: String(after[0]), locationCode: String(after[1]) },
    );
    const levels = await this.summaries(places.slice(0, limit).map(({ sku }) => sku));
    const byPlace = new Map(
      levels.flatMap((level) => level.locations.map((location) => [placeKey(location), location])),
    );
    return toPage(
      places,
      limit,
      ({ sku, locationCode }) => [sku, locationCode],
      (place) => byPlace.get(placeKey(place))!,
    );
  }

  /** Changes of the count of a SKU, the newest first. */
  async history(
    sku: string,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<StockAdjustmentRecord>> {
    const after = cursor === undefined ? undefined : String(decodeCursor(cursor, [isId])[0]);
    const rows = await this.counts.findHistory(sku, limit + 1, after);
    return toPage(
      rows,
      limit,
      ({ _id }) => [_id.toHexString()],
      (row) => row,
    );
  }

  private async summaries(skus: string[]): Promise<(StockLevel & { locations: LocationLevel[] })[]> {
    if (skus.length === 0) return [];
    const [shelves, locations] = await Promise.all([
      this.items.findShelves([...new Set(skus)]),
      this.locations.all(),
    ]);
    const active = new Set(locations.filter(({ isActive }) => isActive).map(({ code }) => code));
    return summarise(shelves, active);
  }
}

function placeKey({ sku, locationCode }: { sku: string; locationCode: string }): string {
  return `${sku} ${locationCode}`;
}

function notFound(): ResourceNotFoundError {
  return new ResourceNotFoundError('stock item', 'inventory.not_found');
}
