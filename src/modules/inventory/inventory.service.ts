import { Injectable, Logger } from '@nestjs/common';
import { ResourceNotFoundError, StaleVersionError } from '../../common/errors/common.errors.js';
import { AvailabilityNotifier } from './availability.notifier.js';
import { InsufficientStockError, StockBelowReservedError, type Shortage } from './inventory.errors.js';
import { StockItemRepository, type StockItemView, type StockLevel } from './stock-item.repository.js';

export interface StockLine {
  sku: string;
  quantity: number;
}

/** Who changed the count, and why. */
export interface AdjustmentNote {
  reason: string;
  actor: string;
}

/** Stock: what can be promised, what is promised, and what is sold. Every method may be repeated and run in parallel. */
@Injectable()
export class InventoryService {
  private readonly logger = new Logger(InventoryService.name);

  constructor(
    private readonly items: StockItemRepository,
    private readonly notifier: AvailabilityNotifier,
  ) {}

  /** Current levels by SKU, in one query; a SKU without stock is missing from the map. */
  async levels(skus: string[]): Promise<Map<string, StockLevel>> {
    if (skus.length === 0) return new Map();
    const found = await this.items.findLevels([...new Set(skus)]);
    return new Map(found.map((level) => [level.sku, level]));
  }

  /** @throws {ResourceNotFoundError} */
  async get(sku: string): Promise<StockItemView> {
    const item = await this.items.findBySku(sku);
    if (item === null) throw new ResourceNotFoundError('stock item', 'inventory.not_found');
    return item;
  }

  /**
   * Holds all lines for an order until `expiresAt`, or none. Lines of one SKU must have been summed.
   * A repeat for the same order changes nothing.
   * @throws {InsufficientStockError} listing every line that is short; whatever was held for the order is given back
   */
  async reserve(orderId: string, lines: StockLine[], expiresAt: Date): Promise<void> {
    const shortages: Shortage[] = [];
    for (const { sku, quantity } of lines) {
      const level = await this.items.reserve(sku, orderId, quantity, expiresAt);
      if (level !== null) {
        await this.notifier.levelChanged(level, -quantity);
        continue;
      }
      if ((await this.items.findReservedQuantity(sku, orderId)) === quantity) continue;
      const available = (await this.levels([sku])).get(sku)?.available ?? 0;
      shortages.push({ sku, requested: quantity, available });
    }
    if (shortages.length === 0) return;
    await this.release(orderId, lines);
    throw new InsufficientStockError(shortages);
  }

  /** Gives back what an order holds; lines that it does not hold are passed over. */
  async release(orderId: string, lines: StockLine[]): Promise<void> {
    for (const { sku, quantity } of lines) {
      const level = await this.items.release(sku, orderId, quantity);
      if (level !== null) await this.notifier.levelChanged(level, quantity);
    }
  }

  /** Turns what an order holds into a sale; lines sold before are passed over. Returns the lines that it did not hold. */
  async commit(orderId: string, lines: StockLine[]): Promise<StockLine[]> {
    const missing: StockLine[] = [];
    for (const line of lines) {
      if ((await this.items.commit(line.sku, orderId, line.quantity)) === null) missing.push(line);
    }
    return missing;
  }

  /** Puts the sold units of a cancelled order back; once per order and SKU. */
  async restock(orderId: string, lines: StockLine[]): Promise<void> {
    for (const { sku, quantity } of lines) {
      const level = await this.items.restock(sku, orderId, quantity, new Date());
      if (level !== null) await this.notifier.levelChanged(level, quantity);
    }
  }

  /**
   * Makes the count what it was found to be; a SKU without stock is started. Doing it twice changes nothing more.
   * @param version the version that the caller read; null or undefined for any
   * @throws {StockBelowReservedError} when orders hold more than the new count
   * @throws {StaleVersionError} when the item has another version
   */
  async setOnHand(
    sku: string,
    onHand: number,
    note: AdjustmentNote,
    version?: number | null,
  ): Promise<StockItemView> {
    // The count moves under us while buyers reserve and pay, so the difference is applied to the version it was computed from.
    for (let attempt = 0; attempt < SET_ATTEMPTS; attempt++) {
      const item = await this.items.findBySku(sku);
      if (item === null) {
        if (version != null) throw new StaleVersionError();
        if (await this.items.create(sku, onHand, note.reason, note.actor, new Date())) {
          await this.notifier.levelChanged({ sku, onHand, available: onHand }, onHand);
          return this.get(sku);
        }
        continue;
      }
      if (version != null && item.version !== version) throw new StaleVersionError();
      const delta = onHand - item.onHand;
      if (delta === 0) return item;
      if (item.available + delta < 0) throw new StockBelowReservedError(sku);
      const level = await this.items.adjust(sku, { delta, ...note }, new Date(), item.version);
      if (level !== null) {
        await this.notifier.levelChanged(level, delta);
        return this.get(sku);
      }
    }
    this.logger.warn('setOnHand gave up: the item changed under every attempt', { sku });
    throw new StaleVersionError();
  }

  /**
   * Corrects the count by a difference in units.
   * @throws {StockBelowReservedError} @throws {ResourceNotFoundError}
   */
  async adjust(sku: string, delta: number, note: AdjustmentNote): Promise<StockItemView> {
    const level = await this.items.adjust(sku, { delta, ...note }, new Date());
    if (level === null) {
      await this.get(sku);
      throw new StockBelowReservedError(sku);
    }
    await this.notifier.levelChanged(level, delta);
    return this.get(sku);
  }
}

/** How often `setOnHand` starts over when buyers change the item between its read and its write. */
const SET_ATTEMPTS = 20;
