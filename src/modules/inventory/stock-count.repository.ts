import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, trusted, Types } from 'mongoose';
import { StockAdjustmentRecord } from './stock-adjustment.schema.js';
import { EMPTY_SHELF } from './shelf-view.js';
import { type AdjustmentRecord, type StockPolicy, StockItemRecord } from './stock-item.schema.js';

/** Where a count is kept. */
export interface CountPlace {
  sku: string;
  locationCode: string;
}

export interface StockChange {
  delta: number;
  reason: string;
  actor: string;
}

export interface StartingCount {
  sku: string;
  onHand: number;
}

export interface StockRules {
  policy?: StockPolicy;
  backorderLimit?: number;
  availableFrom?: Date | null;
  lowStockThreshold?: number | null;
}

type CountedItem = Pick<
  StockItemRecord,
  '_id' | 'onHand' | 'available' | 'version' | 'backorderLimit' | 'lowStockThreshold'
>;
const COUNTED = { onHand: 1, available: 1, version: 1, backorderLimit: 1, lowStockThreshold: 1 } as const;

/** Every query of counting: what staff change, its history and the rules of an item. All of it on the first shelf. */
@Injectable()
export class StockCountRepository {
  constructor(
    @InjectModel(StockItemRecord.name) private readonly items: Model<StockItemRecord>,
    @InjectModel(StockAdjustmentRecord.name) private readonly history: Model<StockAdjustmentRecord>,
  ) {}

  async find(place: CountPlace): Promise<CountedItem | null> {
    return this.items.findOne({ ...place, shelf: 0 }, COUNTED).lean<CountedItem>();
  }

  /** Starts the counts of SKUs that have none at a location, in one call; answers those that it started. */
  async start(
    counts: StartingCount[],
    locationCode: string,
    note: Pick<StockChange, 'reason' | 'actor'>,
    at: Date,
  ): Promise<StartingCount[]> {
    const result = await this.items.bulkWrite(
      counts.map(({ sku, onHand }) => ({
        updateOne: {
          filter: { sku, locationCode, shelf: 0 },
          update: {
            $setOnInsert: {
              ...EMPTY_SHELF,
              onHand,
              available: onHand,
              received: onHand,
              adjustments: [{ id: new Types.ObjectId(), delta: onHand, ...note, at }],
            },
          },
          upsert: true,
        },
      })),
      { ordered: false },
    );
    return counts.filter((_count, index) => index in result.upsertedIds);
  }

  /** Corrects the count by a difference; null when fewer units would be left than are reserved, or the version is another. */
  async adjust(
    place: CountPlace,
    change: StockChange,
    at: Date,
    version?: number,
  ): Promise<CountedItem | null> {
    const { delta } = change;
    return this.items
      .findOneAndUpdate(
        {
          ...place,
          shelf: 0,
          available: trusted({ $gte: -delta }),
          ...(version !== undefined && { version }),
        },
        {
          $inc: { onHand: delta, available: delta, received: delta, version: 1 },
          $push: { adjustments: { id: new Types.ObjectId(), ...change, at } },
        },
        { returnDocument: 'after', projection: COUNTED },
      )
      .lean<CountedItem>();
  }

  /** Changes the rules of an item; false when another change of the backorder limit was quicker. */
  async setRules(place: CountPlace, rules: StockRules, knownLimit: number): Promise<boolean> {
    const { policy, backorderLimit, availableFrom, lowStockThreshold } = rules;
    const result = await this.items.updateOne(
      { ...place, shelf: 0, backorderLimit: knownLimit },
      {
        $set: {
          ...(policy !== undefined && { policy }),
          ...(backorderLimit !== undefined && { backorderLimit }),
          ...(availableFrom instanceof Date && { availableFrom }),
          ...(typeof lowStockThreshold === 'number' && { lowStockThreshold }),
        },
        $unset: {
          ...(availableFrom === null && { availableFrom: 1 }),
          ...(lowStockThreshold === null && { lowStockThreshold: 1, isLow: 1 }),
        },
        $inc: {
          version: 1,
          ...(backorderLimit !== undefined && { backorderable: backorderLimit - knownLimit }),
        },
      },
    );
    return result.matchedCount === 1;
  }

  /** Makes the flag say whether the level is at or below the threshold; both stand in the filter, so old news change nothing. */
  async flagLow(id: Types.ObjectId, threshold: number): Promise<boolean> {
    const fell = await this.items.updateOne(
      {
        _id: id,
        lowStockThreshold: threshold,
        available: trusted({ $lte: threshold }),
        isLow: trusted({ $ne: true }),
      },
      { $set: { isLow: true } },
    );
    if (fell.modifiedCount === 1) return true;
    await this.items.updateOne(
      { _id: id, lowStockThreshold: threshold, available: trusted({ $gt: threshold }), isLow: true },
      { $unset: { isLow: 1 } },
    );
    return false;
  }

  /** Staff's list of first shelves in order of SKU and location. */
  async findPage(
    filter: { locationCode?: string; isLow?: true },
    limit: number,
    after: { sku: string; locationCode: string } | undefined,
  ): Promise<CountPlace[]> {
    const page = after && {
      $or: [
        { sku: trusted({ $gt: after.sku }) },
        { sku: after.sku, locationCode: trusted({ $gt: after.locationCode }) },
      ],
    };
    return this.items
      .find({ ...filter, shelf: 0, ...page }, { _id: 0, sku: 1, locationCode: 1 })
      .sort({ sku: 1, locationCode: 1 })
      .limit(limit)
      .lean<CountPlace[]>();
  }

  /** Copies the changes of the count to the history for good and drops them from the item. */
  async archive(place: CountPlace): Promise<void> {
    const item = await this.items
      .findOne({ ...place, shelf: 0 }, { adjustments: 1 })
      .lean<{ _id: Types.ObjectId; adjustments: AdjustmentRecord[] }>();
    if (item === null || item.adjustments.length === 0) return;
    const entries = item.adjustments.map(({ id, ...adjustment }) => ({ _id: id, ...place, ...adjustment }));
    // An entry that an earlier, broken-off run has copied already is left alone.
    await this.history.bulkWrite(
      entries.map((entry) => ({
        updateOne: { filter: { _id: entry._id }, update: { $setOnInsert: entry }, upsert: true },
      })),
      { ordered: false },
    );
    await this.items.updateOne(
      { _id: item._id },
      { $pull: { adjustments: { id: { $in: item.adjustments.map(({ id }) => id) } } } },
    );
  }

  /** Items with changes that are not in the history yet. */
  async findUnarchived(limit: number): Promise<CountPlace[]> {
    return this.items
      .find({ 'adjustments.id': trusted({ $exists: true }) }, { _id: 0, sku: 1, locationCode: 1 })
      .limit(limit)
      .lean<CountPlace[]>();
  }

  /** Changes of the count of a SKU, the newest first; `after` is the id of the last row of the page before. */
  async findHistory(sku: string, limit: number, after: string | undefined): Promise<StockAdjustmentRecord[]> {
    return this.history
      .find({ sku, ...(after !== undefined && { _id: trusted({ $lt: new Types.ObjectId(after) }) }) })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<StockAdjustmentRecord[]>();
  }
}
