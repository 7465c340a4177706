import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';
import type { LocalizedText } from '../../common/text/localized-text.js';

@Schema()
export class CategoryRecord {
  _id: Types.ObjectId;

  @Prop({ required: true })
  slug: string;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  name: LocalizedText;

  @Prop({ type: Types.ObjectId })
  parentId?: Types.ObjectId;

  @Prop({ required: true })
  position: number;

  @Prop({ required: true })
  version: number;
}

/**
 * All categories of the shop in one document, which makes every change of the tree one conditional write:
 * two parallel moves cannot make a cycle, and no reader ever sees half a move.
 */
@Schema({ collection: 'category_trees', timestamps: true, strict: 'throw', versionKey: false })
export class CategoryTreeRecord {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: [SchemaFactory.createForClass(CategoryRecord)], required: true })
  categories: CategoryRecord[];

  /** Counts the changes of the tree; each write names the revision that it was computed from. */
  @Prop({ required: true })
  revision: number;
}

export const CategoryTreeSchema = SchemaFactory.createForClass(CategoryTreeRecord);
