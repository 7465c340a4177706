import { Injectable } from '@nestjs/common';
import { AvailabilityNotifier } from './availability.notifier.js';
import {
  type Allocation,
  type Demand,
  planAllocation,
  type ShelfLevel,
  type Units,
} from './domain/allocation.js';
import { type Destination, rankLocations } from './domain/location-preference.js';
import { InsufficientStockError, StockContendedError } from './inventory.errors.js';
import { LocationsService } from './locations.service.js';
import { ShelfBalancer } from './shelf-balancer.service.js';
import type { ShelfView } from './shelf-view.js';
import {
  type ExpiredReservation,
  type Hold,
  type ReservationFilter,
  StockItemRepository,
} from './stock-item.repository.js';
import { LEDGER_CAPACITY } from './stock-item.schema.js';

/** Where an order goes; `pickupLocation` restricts it to the location at which the customer collects it. */
export interface AllocationTarget extends Destination {
  pickupLocation?: string;
}

/** A change of what an order holds or bought of one allocation. */
export interface AllocationChange {
  allocation: Allocation;
  /** What is left to the order; both zero when all of it goes back. */
  to: { quantity: number; backordered: number };
}

/** Further shelves opened before a plan gives up; each gives room for hundreds of buyers. */
const MAKE_ROOM_ATTEMPTS = 5;

/** Holds, sells and takes back the units of orders. Every method may be repeated, run in parallel and break off anywhere. */
@Injectable()
export class AllocationService {
  constructor(
    private readonly items: StockItemRepository,
    private readonly locations: LocationsService,
    private readonly balancer: ShelfBalancer,
    private readonly notifier: AvailabilityNotifier,
  ) {}

  /**
   * Chooses where an order is served from. Changes nothing that is promised to anybody.
   * @param demands one per SKU
   * @throws {InsufficientStockError} listing every SKU that is short
   * @throws {StockContendedError} when so many buyers are at it that no ledger has room; a repeat will find one
   */
  async plan(orderId: string, demands: Demand[], target: AllocationTarget): Promise<Allocation[]> {
    const ranking = await this.ranking(target);
    const spread = Number.parseInt(orderId.slice(-6), 16);
    for (let attempt = 0; attempt < MAKE_ROOM_ATTEMPTS; attempt++) {
      const shelves = await this.items.findShelves(demands.map(({ sku }) => sku));
      const plan = planAllocation(demands, shelves.map(toLevel), ranking, spread);
      if (plan.kind === 'planned') return plan.allocations;
      if (plan.kind === 'short') throw new InsufficientStockError(plan.shortages);
      for (const { sku, locationCode } of plan.shelves) await this.balancer.makeRoom(sku, locationCode);
    }
    throw new StockContendedError();
  }

  /**
   * Holds all allocations for an order until `expiresAt` at least, or none of them. What it holds already it goes on to hold.
   * @returns false when somebody was quicker with one of them; what was held of this plan is given back then
   */
  async reserve(orderId: string, allocations: Allocation[], hold: Hold): Promise<boolean> {
    for (const allocation of allocations) {
      const shelf = await this.items.reserve(allocation, orderId, hold);
      if (shelf !== null) {
        await this.notifier.levelChanged(shelf, -allocation.quantity);
      } else if (!(await this.items.prolong(allocation.itemId, orderId, allocation, hold))) {
        await this.release(orderId, allocations);
        return false;
      }
    }
    return true;
  }

  /** Gives back what an order holds; what it does not hold is passed over. */
  async release(orderId: string, allocations: Allocation[]): Promise<void> {
    for (const allocation of allocations) await this.free(orderId, allocation);
  }

  /**
   * Gives back part of what an order holds; changes that were made before are passed over, and so is what it holds anew:
   * a release that failed is repeated at any later time, when the order may live again.
   */
  async shrink(orderId: string, changes: AllocationChange[]): Promise<void> {
    for (const { allocation, to } of changes) {
      if (to.quantity === 0 && to.backordered === 0) {
        await this.free(orderId, allocation, { notAnew: true });
        continue;
      }
      const shelf = await this.items.shrink(allocation.itemId, orderId, allocation, to);
      if (shelf !== null) await this.notifier.levelChanged(shelf, allocation.quantity - to.quantity);
    }
  }

  /** Turns what an order holds into a sale; what was sold before, or under the same key, is passed over. */
  async commit(orderId: string, allocations: Allocation[], key?: string): Promise<void> {
    for (const allocation of allocations) {
      await this.items.commit(allocation.itemId, orderId, allocation, key);
    }
  }

  /** Takes units of a sale back to their shelves, once per key. */
  async restock(orderId: string, key: string, changes: AllocationChange[]): Promise<void> {
    for (const { allocation, to } of changes) {
      const { itemId, quantity, backordered } = allocation;
      await this.takeBack(itemId, key, quantity - to.quantity);
      if (backordered === to.backordered) continue;
      const owedKey = `${key}:owed`;
      const forgiven = await this.items.forgive(itemId, owedKey, orderId, backordered, to.backordered);
      // No longer owed and never forgiven: the goods have come in, so there are units to take back.
      if (forgiven === null && !(await this.items.hasApplied(itemId, owedKey))) {
        await this.takeBack(itemId, owedKey, backordered - to.backordered);
      }
    }
  }

  /** Gives an order that waits for goods what it is owed. False when there is not enough yet. */
  async fill(orderId: string, { itemId, backordered }: Allocation): Promise<boolean> {
    const shelf = await this.items.fill(itemId, orderId, backordered);
    if (shelf === null) return !(await this.items.isOwed(itemId, orderId));
    await this.notifier.levelChanged(shelf, -backordered);
    return true;
  }

  /** What an order holds of some SKUs. */
  async heldBy(orderId: string, demands: Demand[]): Promise<Allocation[]> {
    return this.items.findHeld(
      orderId,
      demands.map(({ sku }) => sku),
    );
  }

  /** Reservations whose time has passed; the caller knows what their orders are about. */
  async findExpired(now: Date, limit: number): Promise<ExpiredReservation[]> {
    return this.items.findExpired(now, limit);
  }

  async prolong(reservation: ExpiredReservation, until: Date): Promise<void> {
    await this.items.prolong(reservation.itemId, reservation.orderId, reservation, { expiresAt: until });
  }

  /** Frees a reservation, unless it was held anew since it was found to have expired. */
  async releaseExpired(reservation: ExpiredReservation, now: Date): Promise<void> {
    await this.free(reservation.orderId, reservation, { expiredBy: now });
  }

  private async free(
    orderId: string,
    units: Units & { itemId: string },
    like?: ReservationFilter,
  ): Promise<void> {
    const shelf = await this.items.release(units.itemId, orderId, units, like);
    if (shelf !== null) await this.notifier.levelChanged(shelf, units.quantity);
  }

  private async takeBack(itemId: string, key: string, quantity: number): Promise<void> {
    if (quantity === 0) return;
    const shelf = await this.items.restock(itemId, key, quantity);
    if (shelf !== null) await this.notifier.levelChanged(shelf, quantity);
  }

  private async ranking({ pickupLocation, ...destination }: AllocationTarget): Promise<string[]> {
    const ranking = rankLocations(await this.locations.all(), destination);
    return pickupLocation === undefined ? ranking : ranking.filter((code) => code === pickupLocation);
  }
}

function toLevel(shelf: ShelfView): ShelfLevel {
  return {
    itemId: shelf._id.toHexString(),
    sku: shelf.sku,
    locationCode: shelf.locationCode,
    available: shelf.available,
    backorderable: shelf.policy === 'deny' ? 0 : Math.max(0, shelf.backorderable),
    freeSlots: Math.max(0, LEDGER_CAPACITY - shelf.reservationCount),
  };
}
