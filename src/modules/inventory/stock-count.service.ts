import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { ResourceNotFoundError, StaleVersionError } from '../../common/errors/common.errors.js';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import { AvailabilityNotifier } from './availability.notifier.js';
import { StockBelowReservedError, UnknownLocationError } from './inventory.errors.js';
import { DEFAULT_LOCATION } from './domain/location-preference.js';
import { LocationsService } from './locations.service.js';
import { ShelfBalancer } from './shelf-balancer.service.js';
import {
  type CountPlace,
  type StartingCount,
  StockCountRepository,
  type StockRules,
} from './stock-count.repository.js';
import { StockItemRepository } from './stock-item.repository.js';

/** Who changed the count, and why. */
export interface AdjustmentNote {
  reason: string;
  actor: string;
}

/** How often `setOnHand` starts over when buyers change the item between its read and its write. */
const SET_ATTEMPTS = 20;

/** Counting: what staff say is on the shelves. Every method may run in parallel with buyers. */
@Injectable()
export class StockCountService {
  private readonly logger = new Logger(StockCountService.name);

  constructor(
    private readonly counts: StockCountRepository,
    private readonly items: StockItemRepository,
    private readonly balancer: ShelfBalancer,
    private readonly locations: LocationsService,
    private readonly notifier: AvailabilityNotifier,
    private readonly clock: Clock,
    tasks: SweepTasks,
  ) {
    tasks.register('stock.history', (limit) => this.archiveDue(limit));
  }

  /**
   * Makes the count of a location what it was found to be; a SKU without stock is started. Doing it twice changes nothing more.
   * @param version the version that the caller read; null or undefined for any
   * @throws {StockBelowReservedError} when orders hold more than the new count
   * @throws {StaleVersionError} when the item has another version
   * @throws {UnknownLocationError}
   */
  async setOnHand(
    sku: string,
    onHand: number,
    note: AdjustmentNote,
    version?: number | null,
    locationCode = DEFAULT_LOCATION,
  ): Promise<void> {
    const place = await this.place(sku, locationCode);
    // The count moves under us while buyers reserve and pay, so the difference is applied to the version it was computed from.
    for (let attempt = 0; attempt < SET_ATTEMPTS; attempt++) {
      const item = await this.counts.find(place);
      if (version != null && item?.version !== version) throw new StaleVersionError();
      if (item === null) {
        await this.items.insertShelf(sku, locationCode, 0);
        continue;
      }
      const shelves = (await this.items.findShelves([sku])).filter(
        (shelf) => shelf.locationCode === locationCode,
      );
      const delta = onHand - shelves.reduce((sum, shelf) => sum + shelf.onHand, 0);
      if (delta === 0) return;
      if (item.available + delta < 0 && !(await this.gatherFor(place, item.available, delta))) {
        throw new StockBelowReservedError(sku);
      }
      const changed = await this.counts.adjust(place, { delta, ...note }, this.clock.now(), item.version);
      if (changed !== null) return this.afterChange(place, delta);
    }
    this.logger.warn('setOnHand gave up: the item changed under every attempt', { sku });
    throw new StaleVersionError();
  }

  /**
   * Starts the counts of SKUs that have none, a whole catalogue in a few calls; a SKU with a count is left alone.
   * @returns the SKUs that were started
   * @throws {UnknownLocationError}
   */
  async start(
    counts: StartingCount[],
    note: AdjustmentNote,
    locationCode = DEFAULT_LOCATION,
  ): Promise<Set<string>> {
    if (counts.length === 0) return new Set();
    await this.assertLocation(locationCode);
    const started = await this.counts.start(counts, locationCode, note, this.clock.now());
    await this.notifier.recheck(...started.filter(({ onHand }) => onHand > 0).map(({ sku }) => sku));
    return new Set(started.map(({ sku }) => sku));
  }

  /**
   * Corrects the count of a location by a difference in units.
   * @throws {StockBelowReservedError} @throws {ResourceNotFoundError} @throws {UnknownLocationError}
   */
  async adjust(
    sku: string,
    delta: number,
    note: AdjustmentNote,
    locationCode = DEFAULT_LOCATION,
  ): Promise<void> {
    const place = await this.place(sku, locationCode);
    const change = { delta, ...note };
    let changed = await this.counts.adjust(place, change, this.clock.now());
    if (changed === null) {
      const item = await this.counts.find(place);
      if (item === null) throw new ResourceNotFoundError('stock item', 'inventory.not_found');
      if (await this.gatherFor(place, item.available, delta)) {
        changed = await this.counts.adjust(place, change, this.clock.now());
      }
    }
    if (changed === null) throw new StockBelowReservedError(sku);
    await this.afterChange(place, delta);
  }

  /**
   * Changes policy, backorder limit, expected date and threshold of a SKU at a location; a SKU without stock is started.
   * @throws {UnknownLocationError}
   */
  async setRules(sku: string, rules: StockRules, locationCode = DEFAULT_LOCATION): Promise<void> {
    const place = await this.place(sku, locationCode);
    for (;;) {
      const item = await this.counts.find(place);
      if (item === null) await this.items.insertShelf(sku, locationCode, 0);
      else if (await this.counts.setRules(place, rules, item.backorderLimit)) {
        const threshold = rules.lowStockThreshold;
        if (typeof threshold === 'number') await this.counts.flagLow(item._id, threshold);
        break;
      }
    }
    await this.notifier.recheck(sku);
  }

  /** Units on further shelves are brought to the first when a correction needs them there. False when even that is not enough. */
  private async gatherFor(place: CountPlace, availableHere: number, delta: number): Promise<boolean> {
    const shelves = (await this.items.findShelves([place.sku])).filter(
      ({ locationCode }) => locationCode === place.locationCode,
    );
    const available = shelves.reduce((sum, shelf) => sum + shelf.available, 0);
    if (available + delta < 0 || available === availableHere) return false;
    await this.balancer.gather(place.sku, place.locationCode);
    return true;
  }

  /** The history entry is safe inside the item already; copying it can wait for the sweeper. */
  private async afterChange(place: CountPlace, delta: number): Promise<void> {
    await this.counts.archive(place).catch((error: unknown) => {
      this.logger.warn(`The history of a count will be written later: ${String(error)}`, { sku: place.sku });
    });
    const item = await this.counts.find(place);
    if (item !== null) await this.notifier.levelChanged({ ...place, ...item }, delta);
  }

  private async archiveDue(limit: number): Promise<number> {
    const places = await this.counts.findUnarchived(limit);
    for (const place of places) await this.counts.archive(place);
    return places.length;
  }

  private async place(sku: string, locationCode: string): Promise<CountPlace> {
    await this.assertLocation(locationCode);
    return { sku, locationCode };
  }

  private async assertLocation(code: string): Promise<void> {
    const locations = await this.locations.all();
    if (!locations.some((location) => location.code === code)) throw new UnknownLocationError(code);
  }
}
