import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** Live reservations that one document holds at most; the next buyer is served from another shelf. */
export const LEDGER_CAPACITY = 200;

/** The highest backorder limit: the ledger of what is owed lies in the document too. */
export const MAX_BACKORDER_LIMIT = 2_000;

/** What happens when more is wanted than is there. */
export const STOCK_POLICIES = ['deny', 'backorder', 'preorder'] as const;
export type StockPolicy = (typeof STOCK_POLICIES)[number];

/** Units held for one order until they are sold, released or expire. */
@Schema({ _id: false })
export class ReservationRecord {
  @Prop({ type: Types.ObjectId, required: true })
  orderId: Types.ObjectId;

  /** Units that lie on the shelf. */
  @Prop({ required: true })
  quantity: number;

  /** Units promised beyond what lies there, within the item's backorder limit. */
  @Prop({ required: true })
  backordered: number;

  /** UTC; after it the sweeper asks the order what is to become of the units. */
  @Prop({ required: true })
  expiresAt: Date;

  /** Held for an order that lives again; a release of its first hold that comes late leaves it alone. */
  @Prop()
  isAnew?: boolean;
}

/** A change of the counted stock, by whom and why. */
@Schema({ _id: false })
export class AdjustmentRecord {
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  @Prop({ required: true })
  delta: number;

  @Prop({ required: true })
  reason: string;

  /** Id of the user, or the name of the program. */
  @Prop({ required: true })
  actor: string;

  @Prop({ required: true })
  at: Date;
}

/** Units sold to one order beyond what lay there; it gets them first when goods come in. */
@Schema({ _id: false })
export class OwedRecord {
  @Prop({ type: Types.ObjectId, required: true })
  orderId: Types.ObjectId;

  @Prop({ required: true })
  quantity: number;
}

/** Units that have left this shelf for another one and may not have arrived yet. */
@Schema({ _id: false })
export class OutgoingRecord {
  @Prop({ type: Types.ObjectId, required: true })
  to: Types.ObjectId;

  /** Counts the transfers out of this document; the receiver takes each number once. */
  @Prop({ required: true })
  seq: number;

  @Prop({ required: true })
  quantity: number;
}

/**
 * The stock of one SKU on one shelf of one location, in whole units.
 *
 * At every instant `onHand = available + Σ reservations.quantity` and `received = onHand + sold`, because each change
 * is one update of this one document. A SKU has one shelf per location; when more than `LEDGER_CAPACITY` buyers are in
 * checkout at once, further shelves are opened and units moved to them, so the document never outgrows a fast update.
 */
@Schema({ collection: 'stock_items', timestamps: true, strict: 'throw' })
export class StockItemRecord {
  _id: Types.ObjectId;

  @Prop({ required: true })
  sku: string;

  @Prop({ required: true })
  locationCode: string;

  /** 0 is the shelf on which counts, policies and thresholds are kept. */
  @Prop({ required: true })
  shelf: number;

  /** Counted units that have not been sold. */
  @Prop({ required: true })
  onHand: number;

  /** Units that can still be promised to a buyer. */
  @Prop({ required: true })
  available: number;

  /** Everything that ever came in, less what was written off or moved to another shelf. */
  @Prop({ required: true })
  received: number;

  /** Everything that was sold and not taken back. */
  @Prop({ required: true })
  sold: number;

  @Prop({ type: [SchemaFactory.createForClass(ReservationRecord)], default: [] })
  reservations: ReservationRecord[];

  @Prop({ required: true })
  reservationCount: number;

  /** Keys of the restocks that were applied, the last 1,000; a key's presence makes a repeat do nothing. */
  @Prop({ type: [String], default: [] })
  appliedKeys: string[];

  @Prop({ type: String, required: true, enum: STOCK_POLICIES })
  policy: StockPolicy;

  /** Units that may be promised beyond `onHand`. */
  @Prop({ required: true })
  backorderLimit: number;

  /** What is left of the limit; below zero when the limit was lowered under what is promised. */
  @Prop({ required: true })
  backorderable: number;

  /** Backordered units that have been sold and wait for goods; not part of `sold` until they get them. */
  @Prop({ required: true })
  owed: number;

  /** To whom; its sum is `owed`, and the backorder limit keeps it short. */
  @Prop({ type: [SchemaFactory.createForClass(OwedRecord)], default: [] })
  owedTo: OwedRecord[];

  /** UTC; when the goods of a preorder are expected. */
  @Prop()
  availableFrom?: Date;

  @Prop()
  lowStockThreshold?: number;

  /** `available ≤ lowStockThreshold`; kept by conditional writes for the staff's list. */
  @Prop()
  isLow?: boolean;

  /** The newest changes of the count; older ones stand in `stock_adjustments`. */
  @Prop({ type: [SchemaFactory.createForClass(AdjustmentRecord)], default: [] })
  adjustments: AdjustmentRecord[];

  @Prop({ type: SchemaFactory.createForClass(OutgoingRecord) })
  outgoing?: OutgoingRecord;

  /** The number of the next transfer out of this document. */
  @Prop({ required: true })
  transferSeq: number;

  /** The last transfer taken in, by the sender's id. */
  @Prop({ type: Object, default: {} })
  incoming: Record<string, number>;

  /** Counts every change; part of the ETag. */
  @Prop({ required: true })
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

export const StockItemSchema = SchemaFactory.createForClass(StockItemRecord);
