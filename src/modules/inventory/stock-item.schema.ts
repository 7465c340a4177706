import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { type HydratedDocument, Types } from 'mongoose';

/** Units held for one order until they are sold, released or expire. */
@Schema({ _id: false })
export class ReservationRecord {
  @Prop({ type: Types.ObjectId, required: true })
  orderId: Types.ObjectId;

  @Prop({ required: true })
  quantity: number;

  /** UTC; after it the sweeper asks the order what is to become of the units. */
  @Prop({ required: true })
  expiresAt: Date;
}

/** A change of the counted stock, kept for the history. */
@Schema({ _id: false })
export class AdjustmentRecord {
  @Prop({ required: true })
  delta: number;

  @Prop({ required: true })
  reason: string;

  @Prop({ required: true })
  actor: string;

  @Prop({ required: true })
  at: Date;
}

/** Units of a cancelled order that went back to the shelf; its presence makes a repeat do nothing. */
@Schema({ _id: false })
export class RestockRecord {
  @Prop({ type: Types.ObjectId, required: true })
  orderId: Types.ObjectId;

  @Prop({ required: true })
  at: Date;
}

/**
 * The stock of one SKU, in whole units.
 * At every instant `onHand = available + Σ reservations.quantity` and `received = onHand + sold`,
 * because each change is one update of this one document.
 */
@Schema({ collection: 'stock_items', timestamps: true, strict: 'throw' })
export class StockItemRecord {
  @Prop({ required: true })
  sku: string;

  /** Counted units that have not been sold. */
  @Prop({ required: true })
  onHand: number;

  /** Units that can still be promised to a buyer. */
  @Prop({ required: true })
  available: number;

  /** Everything that ever came in, less what was written off. */
  @Prop({ required: true })
  received: number;

  /** Everything that was sold and not taken back. */
  @Prop({ required: true })
  sold: number;

  @Prop({ type: [SchemaFactory.createForClass(ReservationRecord)], default: [] })
  reservations: ReservationRecord[];

  @Prop({ type: [SchemaFactory.createForClass(AdjustmentRecord)], default: [] })
  adjustments: AdjustmentRecord[];

  @Prop({ type: [SchemaFactory.createForClass(RestockRecord)], default: [] })
  restocks: RestockRecord[];

  /** Counts every change; the ETag of the item. */
  @Prop({ required: true })
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

export type StockItemDocument = HydratedDocument<StockItemRecord>;
export const StockItemSchema = SchemaFactory.createForClass(StockItemRecord);
