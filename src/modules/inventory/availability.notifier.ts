import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AvailabilityListener } from './availability.port.js';
import type { StockLevel } from './stock-item.repository.js';

/** Tells the catalogue when a SKU sells out or comes back, and only then: most changes cross nothing and cost nothing. */
@Injectable()
export class AvailabilityNotifier {
  private readonly logger = new Logger(AvailabilityNotifier.name);

  constructor(private readonly modules: ModuleRef) {}

  /**
   * @param level after the change
   * @param delta by which `available` changed
   */
  async levelChanged(level: StockLevel, delta: number): Promise<void> {
    const isInStock = level.available > 0;
    const wasInStock = level.available - delta > 0;
    if (isInStock === wasInStock) return;
    try {
      await this.modules
        .get(AvailabilityListener, { strict: false })
        .availabilityChanged(level.sku, isInStock, new Date());
    } catch (error) {
      // The flag only serves a filter; the stock itself is right, and the next crossing mends the flag.
      this.logger.warn('The catalogue could not be told of a change of availability', {
        sku: level.sku,
        error: String(error),
      });
    }
  }
}
