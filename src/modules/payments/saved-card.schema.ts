import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** A card that a customer wants to pay with again. Of its number there are the last four digits; the token is sealed. */
@Schema({
  collection: 'saved_cards',
  timestamps: { createdAt: true, updatedAt: false },
  strict: 'throw',
  versionKey: false,
})
export class SavedCardRecord {
  _id: Types.ObjectId;

  @Prop({ type: Types.ObjectId, required: true })
  userId: Types.ObjectId;

  @Prop({ required: true })
  provider: string;

  /** The provider's id of the card. */
  @Prop({ required: true })
  cardId: string;

  @Prop({ required: true })
  sealedToken: string;

  @Prop({ required: true })
  brand: string;

  @Prop({ required: true })
  lastFour: string;

  createdAt: Date;
}

export const SavedCardSchema = SchemaFactory.createForClass(SavedCardRecord);
