import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types, type UpdateQuery } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import type { Allocation, Units } from './domain/allocation.js';
import { EMPTY_SHELF, SHELF, type ShelfView } from './shelf-view.js';
import { LEDGER_CAPACITY, StockItemRecord } from './stock-item.schema.js';

/** A reservation whose time has passed. */
export interface ExpiredReservation extends Units {
  itemId: string;
  orderId: string;
}

/** How units are held: until when at least, and whether for an order whose first hold had ended. */
export interface Hold {
  expiresAt: Date;
  isAnew?: true;
}

/** Which reservations a release is for; all, if nothing is said. */
export interface ReservationFilter {
  expiredBy?: Date;
  notAnew?: true;
}

/** Remembered keys of one document; more than could happen while a paused process sleeps on an old one. */
const KEPT_KEYS = 1_000;

/**
 * Every query of the stock that orders depend on. Each change is one conditional update whose filter holds both what
 * must be true ("enough left") and what must not yet have happened, so parallel buyers and repeats need no lock.
 * A change answers null when its condition did not hold.
 */
@Injectable()
export class StockItemRepository {
  constructor(@InjectModel(StockItemRecord.name) private readonly model: Model<StockItemRecord>) {}

  /** All shelves of these SKUs at all locations. */
  async findShelves(skus: string[]): Promise<ShelfView[]> {
    return this.model
      .find({ sku: trusted({ $in: skus }) }, SHELF)
      .sort({ sku: 1, locationCode: 1, shelf: 1 })
      .lean<ShelfView[]>();
  }

  /** Takes units off what can be promised and notes for whom; null when too few are left, the ledger is full or the order is in it. */
  async reserve(allocation: Allocation, orderId: string, hold: Hold): Promise<ShelfView | null> {
    const { itemId, quantity, backordered } = allocation;
    const order = new Types.ObjectId(orderId);
    return this.change(
      {
        _id: itemId,
        available: trusted({ $gte: quantity }),
        ...(backordered > 0 && { backorderable: trusted({ $gte: backordered }) }),
        reservationCount: trusted({ $lt: LEDGER_CAPACITY }),
        'reservations.orderId': trusted({ $ne: order }),
      },
      {
        $inc: { available: -quantity, backorderable: -backordered, reservationCount: 1, version: 1 },
        $push: { reservations: { orderId: order, quantity, backordered, ...hold } },
      },
    );
  }

  /** All that an order holds of these SKUs. */
  async findHeld(orderId: string, skus: string[]): Promise<Allocation[]> {
    const order = new Types.ObjectId(orderId);
    const items = await this.model
      .find(
        { sku: trusted({ $in: skus }), 'reservations.orderId': order },
        { sku: 1, locationCode: 1, 'reservations.$': 1 },
      )
      .lean<Pick<StockItemRecord, '_id' | 'sku' | 'locationCode' | 'reservations'>[]>();
    return items.map(({ _id, sku, locationCode, reservations }) => {
      const { quantity, backordered } = reservations[0]!;
      return { itemId: _id.toHexString(), sku, locationCode, quantity, backordered };
    });
  }

  /** Gives all of an order's units in a document back, if their reservation is like that. */
  async release(
    itemId: string,
    orderId: string,
    units: Units,
    like: ReservationFilter = {},
  ): Promise<ShelfView | null> {
    const order = new Types.ObjectId(orderId);
    return this.change(holding(itemId, order, units, like), {
      $inc: {
        available: units.quantity,
        backorderable: units.backordered,
        reservationCount: -1,
        version: 1,
      },
      $pull: { reservations: { orderId: order } },
    });
  }

  /** Gives back what an order holds above `to`. */
  async shrink(itemId: string, orderId: string, from: Units, to: Units): Promise<ShelfView | null> {
    return this.change(holding(itemId, new Types.ObjectId(orderId), from), {
      $inc: {
        available: from.quantity - to.quantity,
        backorderable: from.backordered - to.backordered,
        version: 1,
      },
      $set: { 'reservations.$.quantity': to.quantity, 'reservations.$.backordered': to.backordered },
    });
  }

  /**
   * Turns an order's reservation into a sale; backordered units are owed until goods come in.
   * @param key by which the sale happens once, where the order could hold units anew after it
   */
  async commit(itemId: string, orderId: string, units: Units, key?: string): Promise<ShelfView | null> {
    const order = new Types.ObjectId(orderId);
    const { quantity, backordered } = units;
    const held = holding(itemId, order, units);
    const sale = {
      $inc: { onHand: -quantity, sold: quantity, owed: backordered, reservationCount: -1 },
      $pull: { reservations: { orderId: order } },
      ...(backordered > 0 && { $push: { owedTo: { orderId: order, quantity: backordered } } }),
    };
    if (key !== undefined) return this.changeOnce(itemId, key, held, sale);
    return this.change(held, { ...sale, $inc: { ...sale.$inc, version: 1 } });
  }

  /** Takes sold units back: they lie on the shelf again. Once per key. */
  async restock(itemId: string, key: string, quantity: number): Promise<ShelfView | null> {
    return this.changeOnce(
      itemId,
      key,
      { sold: trusted({ $gte: quantity }) },
      { $inc: { onHand: quantity, available: quantity, sold: -quantity } },
    );
  }

  /** Lowers what an order is owed; null when that was done before or its goods have come in meanwhile. Once per key. */
  async forgive(
    itemId: string,
    key: string,
    orderId: string,
    from: number,
    to: number,
  ): Promise<ShelfView | null> {
    const order = new Types.ObjectId(orderId);
    return this.changeOnce(
      itemId,
      key,
      { owedTo: trusted({ $elemMatch: { orderId: order, quantity: from } }) },
      {
        $inc: { owed: to - from, backorderable: from - to },
        ...(to === 0 ? { $pull: { owedTo: { orderId: order } } } : { $set: { 'owedTo.$.quantity': to } }),
      },
    );
  }

  /** Gives goods that came in to an order that waits for them; null when too few lie there or it is not owed these. */
  async fill(itemId: string, orderId: string, quantity: number): Promise<ShelfView | null> {
    const order = new Types.ObjectId(orderId);
    return this.change(
      {
        _id: itemId,
        available: trusted({ $gte: quantity }),
        owedTo: trusted({ $elemMatch: { orderId: order, quantity } }),
      },
      {
        $inc: {
          available: -quantity,
          onHand: -quantity,
          sold: quantity,
          owed: -quantity,
          backorderable: quantity,
          version: 1,
        },
        $pull: { owedTo: { orderId: order } },
      },
    );
  }

  async isOwed(itemId: string, orderId: string): Promise<boolean> {
    return (await this.model.exists({ _id: itemId, 'owedTo.orderId': new Types.ObjectId(orderId) })) !== null;
  }

  async hasApplied(itemId: string, key: string): Promise<boolean> {
    return (await this.model.exists({ _id: itemId, appliedKeys: key })) !== null;
  }

  /** Reservations whose time has passed, with the document that holds them. */
  async findExpired(now: Date, limit: number): Promise<ExpiredReservation[]> {
    const items = await this.model
      .find({ 'reservations.expiresAt': trusted({ $lte: now }) }, { reservations: 1 })
      .limit(limit)
      .lean<Pick<StockItemRecord, '_id' | 'reservations'>[]>();
    return items.flatMap(({ _id, reservations }) =>
      reservations
        .filter(({ expiresAt }) => expiresAt <= now)
        .map(({ orderId, quantity, backordered }) => ({
          itemId: _id.toHexString(),
          orderId: orderId.toHexString(),
          quantity,
          backordered,
        })),
    );
  }

  /** Lets a reservation of just these units live longer, and makes it one anew if so asked; false when there is none. */
  async prolong(itemId: string, orderId: string, units: Units, hold: Hold): Promise<boolean> {
    const { expiresAt, isAnew } = hold;
    const result = await this.model.updateOne(holding(itemId, new Types.ObjectId(orderId), units), {
      $max: { 'reservations.$.expiresAt': expiresAt },
      ...(isAnew === true && { $set: { 'reservations.$.isAnew': true } }),
      $inc: { version: 1 },
    });
    return result.matchedCount === 1;
  }

  /** Starts an empty shelf; false when it exists already. */
  async insertShelf(sku: string, locationCode: string, shelf: number): Promise<boolean> {
    try {
      await this.model.create({ sku, locationCode, shelf, ...EMPTY_SHELF });
      return true;
    } catch (error) {
      if (isDuplicateKey(error, 'sku')) return false;
      throw error;
    }
  }

  private async change(
    filter: QueryFilter<StockItemRecord>,
    update: UpdateQuery<StockItemRecord>,
  ): Promise<ShelfView | null> {
    return this.model
      .findOneAndUpdate(filter, update, { returnDocument: 'after', projection: SHELF })
      .lean<ShelfView>();
  }

  private async changeOnce(
    itemId: string,
    key: string,
    condition: QueryFilter<StockItemRecord>,
    update: UpdateQuery<StockItemRecord>,
  ): Promise<ShelfView | null> {
    return this.change(
      { _id: itemId, ...condition, appliedKeys: trusted({ $ne: key }) },
      {
        ...update,
        $inc: { ...update.$inc, version: 1 },
        $push: { ...update.$push, appliedKeys: { $each: [key], $slice: -KEPT_KEYS } },
      },
    );
  }
}

function holding(
  itemId: string,
  orderId: Types.ObjectId,
  { quantity, backordered }: Units,
  { expiredBy, notAnew }: ReservationFilter = {},
): QueryFilter<StockItemRecord> {
  const like = {
    ...(expiredBy !== undefined && { expiresAt: { $lte: expiredBy } }),
    ...(notAnew === true && { isAnew: { $ne: true } }),
  };
  return {
    _id: itemId,
    reservations: trusted({ $elemMatch: { orderId, quantity, backordered, ...like } }),
  };
}
