import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';

/** One part of the shop's configuration, shared by every instance. Look-ups go by _id alone. */
@Schema({
  collection: 'settings',
  timestamps: { createdAt: false },
  strict: 'throw',
  versionKey: false,
  minimize: false,
})
export class SettingRecord {
  /** Name of the key. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  value: object;

  /** Counts every write, from 1; the ETag. */
  @Prop({ required: true })
  version: number;

  /** Id of the user. */
  @Prop({ required: true })
  updatedBy: string;

  updatedAt: Date;
}

export const SettingSchema = SchemaFactory.createForClass(SettingRecord);
