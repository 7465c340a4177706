import { Injectable } from '@nestjs/common';
import { SweepTasks } from '../../common/sweep/sweep-tasks.js';
import type { ShelfView } from './shelf-view.js';
import { StockItemRepository } from './stock-item.repository.js';
import { LEDGER_CAPACITY } from './stock-item.schema.js';
import { StockTransferRepository } from './stock-transfer.repository.js';

/**
 * Keeps every ledger short: opens a further shelf when all of a SKU's are full of reservations, and brings the units
 * home when the rush is over. Everything here may be repeated, run in parallel and break off anywhere.
 */
@Injectable()
export class ShelfBalancer {
  constructor(
    private readonly items: StockItemRepository,
    private readonly transfers: StockTransferRepository,
    tasks: SweepTasks,
  ) {
    tasks.register('stock.transfers', (limit) => this.finishOpen(limit));
    tasks.register('stock.shelves', (limit) => this.bringHome(limit));
  }

  /** Moves half of what lies in front of a full ledger to a shelf with room, opening one when there is none. */
  async makeRoom(sku: string, locationCode: string): Promise<void> {
    const shelves = await this.shelvesOf(sku, locationCode);
    const full = shelves.filter(({ reservationCount }) => reservationCount >= LEDGER_CAPACITY);
    const from = full
      .filter(({ available, outgoing }) => available > 0 && outgoing === undefined)
      .toSorted((a, b) => b.available - a.available)[0];
    if (from === undefined) return;
    const to = emptiest(shelves) ?? (await this.openShelf(sku, locationCode, shelves.length));
    if (to === undefined) return;
    await this.move(from, to, Math.ceil(from.available / 2));
  }

  /** Brings the units of all further shelves of a location back to its first. */
  async gather(sku: string, locationCode: string): Promise<void> {
    const [home, ...others] = await this.shelvesOf(sku, locationCode);
    for (const shelf of others) {
      if (home !== undefined && shelf.available > 0) await this.move(shelf, home, shelf.available);
    }
  }

  private async openShelf(sku: string, locationCode: string, shelf: number): Promise<ShelfView | undefined> {
    await this.items.insertShelf(sku, locationCode, shelf);
    return emptiest(await this.shelvesOf(sku, locationCode));
  }

  private async move(from: ShelfView, to: ShelfView, quantity: number): Promise<void> {
    const transfer = await this.transfers.send(from._id, to._id, quantity);
    if (transfer !== null) await this.transfers.finish(transfer);
  }

  private async shelvesOf(sku: string, locationCode: string): Promise<ShelfView[]> {
    return (await this.items.findShelves([sku])).filter((item) => item.locationCode === locationCode);
  }

  private async finishOpen(limit: number): Promise<number> {
    const open = await this.transfers.findOpen(limit);
    for (const transfer of open) await this.transfers.finish(transfer);
    return open.length;
  }

  /** Waits until the rush is over: while the first shelf is busy, its units would only be moved out again. */
  private async bringHome(limit: number): Promise<number> {
    let moved = 0;
    for (const idle of await this.transfers.findIdle(limit)) {
      const shelves = await this.shelvesOf(idle.sku, idle.locationCode);
      const home = shelves[0];
      const from = shelves.find(({ _id }) => _id.equals(idle._id));
      if (home === undefined || from === undefined || home.reservationCount > LEDGER_CAPACITY / 2) continue;
      await this.move(from, home, from.available);
      moved++;
    }
    return moved;
  }
}

function emptiest(shelves: ShelfView[]): ShelfView | undefined {
  return shelves
    .filter(({ reservationCount }) => reservationCount < LEDGER_CAPACITY / 2)
    .toSorted((a, b) => a.reservationCount - b.reservationCount)[0];
}
