import type { mongo, Types } from 'mongoose';
import { collection } from '../collections.js';

/** What orders have bought from a document of the stock, and count on. */
export interface BoughtUnits {
  _id: string;
  sold: number;
  owed: number;
  /** By orders that wait for money. */
  held: number;
}

const BOUGHT = ['confirmed', 'completed', 'cancelled'];
const STOCK_EFFECTS = ['stock.commit', 'stock.release', 'stock.restock'];

/** Per document of the stock, sorted by its id; summed by the server. */
export function boughtByItem(db: mongo.Db, only?: Types.ObjectId[]): mongo.AggregationCursor<BoughtUnits> {
  const ids = only?.map((id) => id.toString());
  const when = (condition: object, value: string | object) => ({ $sum: { $cond: [condition, value, 0] } });
  const isBought = { $in: ['$status', BOUGHT] };
  const isPending = { $eq: ['$status', 'pending'] };
  const { quantity, backordered } = {
    quantity: '$allocations.quantity',
    backordered: '$allocations.backordered',
  };
  return collection(db, 'orders').aggregate<BoughtUnits>(
    [
      {
        $match: {
          status: { $in: [...BOUGHT, 'pending'] },
          ...(ids && { 'allocations.itemId': { $in: ids } }),
        },
      },
      { $project: { status: 1, allocations: 1 } },
      { $unwind: '$allocations' },
      ...(ids === undefined ? [] : [{ $match: { 'allocations.itemId': { $in: ids } } }]),
      {
        $group: {
          _id: '$allocations.itemId',
          sold: when(isBought, quantity),
          owed: when(isBought, backordered),
          held: when(isPending, { $add: [quantity, backordered] }),
        },
      },
      { $sort: { _id: 1 } },
    ],
    { allowDiskUse: true },
  );
}

/** Whether an order is just about to change a document of the stock. */
export async function isMoving(db: mongo.Db, itemId: string): Promise<boolean> {
  const moving = await collection(db, 'orders').findOne(
    {
      nextWorkAt: { $exists: true },
      'outbox.effect.kind': { $in: STOCK_EFFECTS },
      $or: [
        { 'allocations.itemId': itemId },
        { 'outbox.effect.allocations.itemId': itemId },
        { 'outbox.effect.changes.allocation.itemId': itemId },
      ],
    },
    { projection: { _id: 1 } },
  );
  return moving !== null;
}

/** Whether an order has not yet carried out what it has decided about the stock. */
export function hasStockEffects({ outbox }: { outbox: { effect: { kind: string } }[] }): boolean {
  return outbox.some(({ effect }) => STOCK_EFFECTS.includes(effect.kind));
}
