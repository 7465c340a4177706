import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, trusted, Types } from 'mongoose';
import { type OutgoingRecord, StockItemRecord } from './stock-item.schema.js';

/** Units on their way from one document to another. */
export interface Transfer extends OutgoingRecord {
  from: Types.ObjectId;
}

/**
 * Moves units between two documents in three repeatable writes: send, receive, close.
 * The sender has one transfer open at a time and numbers them, and the receiver takes only numbers above the last,
 * so a write that comes late or twice changes nothing and no unit is lost or doubled, wherever a process dies.
 */
@Injectable()
export class StockTransferRepository {
  constructor(@InjectModel(StockItemRecord.name) private readonly model: Model<StockItemRecord>) {}

  /** Takes units off the sender; null when they are not available or a transfer is open. */
  async send(from: Types.ObjectId, to: Types.ObjectId, quantity: number): Promise<Transfer | null> {
    const sender = await this.model.findById(from, { transferSeq: 1 }).lean<{ transferSeq: number }>();
    if (sender === null) return null;
    const outgoing = { to, seq: sender.transferSeq + 1, quantity };
    const sent = await this.model.updateOne(
      {
        _id: from,
        available: trusted({ $gte: quantity }),
        outgoing: trusted({ $exists: false }),
        transferSeq: sender.transferSeq,
      },
      {
        $inc: {
          available: -quantity,
          onHand: -quantity,
          received: -quantity,
          transferSeq: 1,
          version: 1,
        },
        $set: { outgoing },
      },
    );
    return sent.modifiedCount === 1 ? { from, ...outgoing } : null;
  }

  /** Puts the units on the receiver's shelf, unless they lie there already, and ends the transfer. */
  async finish({ from, to, seq, quantity }: Transfer): Promise<void> {
    const last = `incoming.${from.toHexString()}`;
    await this.model.updateOne(
      { _id: to, $or: [{ [last]: trusted({ $exists: false }) }, { [last]: trusted({ $lt: seq }) }] },
      {
        $inc: { available: quantity, onHand: quantity, received: quantity, version: 1 },
        $set: { [last]: seq },
      },
    );
    await this.model.updateOne(
      { _id: from, 'outgoing.seq': seq },
      { $unset: { outgoing: 1 }, $inc: { version: 1 } },
    );
  }

  /** Transfers that somebody began and nobody has closed. */
  async findOpen(limit: number): Promise<Transfer[]> {
    const senders = await this.model
      .find({ 'outgoing.seq': trusted({ $exists: true }) }, { outgoing: 1 })
      .limit(limit)
      .lean<{ _id: Types.ObjectId; outgoing: OutgoingRecord }[]>();
    return senders.map(({ _id, outgoing }) => ({ from: _id, ...outgoing }));
  }

  /** Further shelves that nobody buys from any more but that have units left. */
  async findIdle(limit: number): Promise<Pick<StockItemRecord, '_id' | 'sku' | 'locationCode'>[]> {
    return this.model
      .find(
        { shelf: trusted({ $gt: 0 }), reservationCount: 0, available: trusted({ $gt: 0 }) },
        { sku: 1, locationCode: 1 },
      )
      .limit(limit)
      .lean<Pick<StockItemRecord, '_id' | 'sku' | 'locationCode'>[]>();
  }
}
