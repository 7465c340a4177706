import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, Types, type UpdateQuery } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { StockItemRecord } from './stock-item.schema.js';

export interface StockLevel {
  sku: string;
  onHand: number;
  available: number;
}

export interface StockChange {
  delta: number;
  reason: string;
  actor: string;
}

/** Adjustments kept on the item itself. */
const KEPT_ADJUSTMENTS = 100;
const LEVEL = { _id: 0, sku: 1, onHand: 1, available: 1 } as const;
const HISTORY = {
  _id: 0,
  sku: 1,
  onHand: 1,
  available: 1,
  adjustments: 1,
  version: 1,
  updatedAt: 1,
} as const;

export type StockItemView = Pick<
  StockItemRecord,
  'sku' | 'onHand' | 'available' | 'adjustments' | 'version' | 'updatedAt'
>;

/**
 * Every query of the stock. Each change is one conditional update whose filter holds both what must be true
 * ("enough left") and what must not yet have happened, so parallel buyers and repeats are safe without a lock.
 */
@Injectable()
export class StockItemRepository {
  constructor(@InjectModel(StockItemRecord.name) private readonly model: Model<StockItemRecord>) {}

  async findLevels(skus: string[]): Promise<StockLevel[]> {
    return this.model
      .find({ sku: { $in: skus } }, LEVEL)
      .setOptions({ sanitizeFilter: false })
      .lean<StockLevel[]>();
  }

  async findBySku(sku: string): Promise<StockItemView | null> {
    return this.model.findOne({ sku }, HISTORY).lean<StockItemView>();
  }

  /** Takes units off `available` for an order. Returns the level after it, or null when too few are left or the order has them already. */
  async reserve(sku: string, orderId: string, quantity: number, expiresAt: Date): Promise<StockLevel | null> {
    const order = new Types.ObjectId(orderId);
    return this.change(
      { sku, available: { $gte: quantity }, 'reservations.orderId': { $ne: order } },
      {
        $inc: { available: -quantity, version: 1 },
        $push: { reservations: { orderId: order, quantity, expiresAt } },
      },
    );
  }

  /** The units that an order holds of a SKU. */
  async findReservedQuantity(sku: string, orderId: string): Promise<number | null> {
    const order = new Types.ObjectId(orderId);
    const item = await this.model
      .findOne({ sku, 'reservations.orderId': order }, { 'reservations.$': 1 })
      .lean<Pick<StockItemRecord, 'reservations'>>();
    return item?.reservations[0]?.quantity ?? null;
  }

  /** Gives an order's units back; null when it holds none. */
  async release(sku: string, orderId: string, quantity: number): Promise<StockLevel | null> {
    const order = new Types.ObjectId(orderId);
    return this.change(
      { sku, reservations: { $elemMatch: { orderId: order, quantity } } },
      { $inc: { available: quantity, version: 1 }, $pull: { reservations: { orderId: order } } },
    );
  }

  /** Turns an order's reservation into a sale; null when it holds none. */
  async commit(sku: string, orderId: string, quantity: number): Promise<StockLevel | null> {
    const order = new Types.ObjectId(orderId);
    return this.change(
      { sku, reservations: { $elemMatch: { orderId: order, quantity } } },
      {
        $inc: { onHand: -quantity, sold: quantity, version: 1 },
        $pull: { reservations: { orderId: order } },
      },
    );
  }

  /** Puts sold units of a cancelled order back on the shelf; null when that was done before. */
  async restock(sku: string, orderId: string, quantity: number, at: Date): Promise<StockLevel | null> {
    const order = new Types.ObjectId(orderId);
    return this.change(
      { sku, sold: { $gte: quantity }, 'restocks.orderId': { $ne: order } },
      {
        $inc: { onHand: quantity, available: quantity, sold: -quantity, version: 1 },
        $push: { restocks: { orderId: order, at } },
      },
    );
  }

  /** Corrects the count by a difference; null when fewer units would be left than are reserved, or the item is unknown. */
  async adjust(sku: string, change: StockChange, at: Date, version?: number): Promise<StockLevel | null> {
    return this.change(
      { sku, available: { $gte: -change.delta }, ...(version !== undefined && { version }) },
      {
        $inc: { onHand: change.delta, available: change.delta, received: change.delta, version: 1 },
        $push: { adjustments: { $each: [{ ...change, at }], $slice: -KEPT_ADJUSTMENTS } },
      },
    );
  }

  /** Starts the stock of a SKU; false when it exists already. */
  async create(sku: string, onHand: number, reason: string, actor: string, at: Date): Promise<boolean> {
    try {
      await this.model.create({
        sku,
        onHand,
        available: onHand,
        received: onHand,
        sold: 0,
        version: 1,
        adjustments: [{ delta: onHand, reason, actor, at }],
      });
      return true;
    } catch (error) {
      if (isDuplicateKey(error, 'sku')) return false;
      throw error;
    }
  }

  private async change(
    filter: QueryFilter<StockItemRecord>,
    update: UpdateQuery<StockItemRecord>,
  ): Promise<StockLevel | null> {
    return this.model
      .findOneAndUpdate(filter, update, { returnDocument: 'after', projection: LEVEL, sanitizeFilter: false })
      .lean<StockLevel>();
  }
}
