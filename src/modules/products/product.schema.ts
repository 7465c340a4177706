import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';
import type { LocalizedText } from '../../common/text/localized-text.js';
import type { ImageContent, ProductContent, VariantContent } from './domain/product-content.js';
import { PRODUCT_STATUSES, type ProductStatus } from './domain/product-status.js';

@Schema({ _id: false, minimize: false })
export class ImageRecord implements ImageContent {
  /** https only; the shop never fetches it. */
  @Prop({ required: true })
  url: string;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  alt: LocalizedText;
}

/** One thing that can be put into a cart. */
@Schema({ _id: false, minimize: false })
export class VariantRecord implements VariantContent {
  /** Unique over all products. */
  @Prop({ required: true })
  sku: string;

  /** One value for each of the product's options. */
  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  optionValues: Record<string, string>;

  /** In the minor unit of the store's currency. */
  @Prop({ required: true })
  priceMinor: number;

  /** The price before a reduction, in minor units; above `priceMinor`. */
  @Prop()
  compareAtPriceMinor?: number;

  @Prop({ required: true })
  weightGrams: number;

  @Prop({ required: true })
  taxClass: string;

  @Prop()
  barcode?: string;

  /** An inactive variant is shown to staff only. */
  @Prop({ required: true })
  active: boolean;

  /** What the inventory said last, for the `inStock` filter; the stock that answers show is read live. */
  @Prop({ required: true })
  inStock: boolean;

  /** When the inventory said it (UTC): older news is ignored. */
  @Prop({ required: true })
  inStockAt: Date;

  /** The count that an imported file gave last; the same count again means nothing new. */
  @Prop()
  importedStock?: number;
}

/** A product with its variants: what the shop shows and sells. */
@Schema({ collection: 'products', timestamps: true, strict: 'throw', minimize: false, versionKey: false })
export class ProductRecord implements Omit<ProductContent, 'categoryIds'> {
  _id: Types.ObjectId;

  /** Unique; part of the shop's addresses. */
  @Prop({ required: true })
  slug: string;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  name: LocalizedText;

  /** Plain text; HTML is turned into text where it comes in. */
  @Prop({ type: MongooseSchema.Types.Mixed })
  description?: LocalizedText;

  @Prop({ type: String, required: true, enum: PRODUCT_STATUSES })
  status: ProductStatus;

  @Prop({ type: [Types.ObjectId], required: true })
  categoryIds: Types.ObjectId[];

  @Prop({ type: [SchemaFactory.createForClass(ImageRecord)], required: true })
  images: ImageRecord[];

  /** Names of what the variants differ in, such as Size. */
  @Prop({ type: [String], required: true })
  options: string[];

  @Prop({ type: [SchemaFactory.createForClass(VariantRecord)], required: true })
  variants: VariantRecord[];

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  attributes: Record<string, string>;

  @Prop({ type: [String], required: true })
  tags: string[];

  /** Derived: everything under which lists find the product (see `domain/list-keys.ts`). */
  @Prop({ type: [String], required: true })
  listKeys: string[];

  /** Derived: the English name, folded, for sorting. */
  @Prop({ required: true })
  nameKey: string;

  /** Derived: the lowest price of an active variant, in minor units. */
  @Prop({ required: true })
  priceFromMinor: number;

  /** Counts the changes by staff; the ETag and the condition of their writes. */
  @Prop({ required: true })
  version: number;

  /** Counts the news from the inventory, so that a change by staff never writes over one. */
  @Prop({ required: true })
  stockRevision: number;

  createdAt: Date;
  updatedAt: Date;
}

export const ProductSchema = SchemaFactory.createForClass(ProductRecord);
