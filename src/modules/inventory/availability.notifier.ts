import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Types } from 'mongoose';
import { Clock } from '../../common/clock/clock.js';
import { AvailabilityListener } from './availability.port.js';
import { summarise } from './domain/stock-level.js';
import { LocationsService } from './locations.service.js';
import { StockCountRepository } from './stock-count.repository.js';
import { StockItemRepository } from './stock-item.repository.js';

/** A document of the stock after a change. */
export interface ChangedLevel {
  _id: Types.ObjectId;
  sku: string;
  available: number;
  lowStockThreshold?: number;
}

/** Tells the catalogue when a SKU sells out or comes back, and staff when it runs low; most changes cross nothing and cost nothing. */
@Injectable()
export class AvailabilityNotifier {
  private readonly logger = new Logger(AvailabilityNotifier.name);

  constructor(
    private readonly items: StockItemRepository,
    private readonly counts: StockCountRepository,
    private readonly locations: LocationsService,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {}

  /**
   * @param level after the change
   * @param delta by which `available` changed
   */
  async levelChanged(level: ChangedLevel, delta: number): Promise<void> {
    const before = level.available - delta;
    if (level.available > 0 !== before > 0) await this.recheck(level.sku);
    const threshold = level.lowStockThreshold;
    if (threshold === undefined || level.available <= threshold === before <= threshold) return;
    if (await this.counts.flagLow(level._id, threshold)) {
      this.logger.warn('Stock is low', { sku: level.sku, available: level.available, threshold });
    }
  }

  /** Tells the catalogue whether SKUs can be ordered now. A failure only leaves a filter wrong until the next crossing. */
  async recheck(...skus: string[]): Promise<void> {
    if (skus.length === 0) return;
    // Taken before the reading, so that of two checks in parallel the one that read later also counts as the later one.
    const at = this.clock.now();
    try {
      const [shelves, locations] = await Promise.all([this.items.findShelves(skus), this.locations.all()]);
      const active = new Set(locations.filter(({ isActive }) => isActive).map(({ code }) => code));
      const orderable = new Map(summarise(shelves, active).map((level) => [level.sku, level.orderable]));
      const catalogue = this.modules.get(AvailabilityListener, { strict: false });
      for (const sku of skus) await catalogue.availabilityChanged(sku, (orderable.get(sku) ?? 0) > 0, at);
    } catch (error) {
      this.logger.warn(`The catalogue could not be told of a change of availability: ${String(error)}`, {
        skus,
      });
    }
  }
}
