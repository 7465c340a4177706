import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** A change of the counted stock, kept for good. It begins its life inside the item, in the same write as the change. */
@Schema({ collection: 'stock_adjustments', strict: 'throw', versionKey: false })
export class StockAdjustmentRecord {
  _id: Types.ObjectId;

  @Prop({ required: true })
  sku: string;

  @Prop({ required: true })
  locationCode: string;

  @Prop({ required: true })
  delta: number;

  @Prop({ required: true })
  reason: string;

  @Prop({ required: true })
  actor: string;

  @Prop({ required: true })
  at: Date;
}

export const StockAdjustmentSchema = SchemaFactory.createForClass(StockAdjustmentRecord);
