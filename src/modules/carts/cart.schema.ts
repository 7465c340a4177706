import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { MERGE_MODES, type MergeMode } from './domain/merge-lines.js';

/** `merging`: its lines are going over to the customer's cart at sign-in; `merged`: they have. */
export const CART_STATUSES = ['active', 'ordered', 'merging', 'merged'] as const;
export type CartStatus = (typeof CART_STATUSES)[number];

@Schema({ _id: false })
export class CartLineRecord {
  @Prop({ required: true })
  sku: string;

  @Prop({ required: true })
  quantity: number;

  /** Price when the line was last put in, in minor units; lets the client see that it changed since. */
  @Prop({ required: true })
  seenUnitPriceMinor: number;
}

/** What somebody means to buy. It promises nothing: prices and stock are decided when the order is placed. */
@Schema({ collection: 'carts', timestamps: true, strict: 'throw' })
export class CartRecord {
  _id: Types.ObjectId;

  /** Owner; a cart has an owner or a token, never both. */
  @Prop({ type: Types.ObjectId })
  userId?: Types.ObjectId;

  /** SHA-256 of the token that a guest holds; the token itself is never stored. */
  @Prop()
  tokenHash?: string;

  @Prop({ type: String, required: true, enum: CART_STATUSES })
  status: CartStatus;

  /** The order that the cart became. */
  @Prop({ type: Types.ObjectId })
  orderId?: Types.ObjectId;

  /** The customer's cart that a guest's goes into. */
  @Prop({ type: Types.ObjectId })
  mergedInto?: Types.ObjectId;

  @Prop({ type: String, enum: MERGE_MODES })
  mergeMode?: MergeMode;

  /** The guest carts that came into this one, the last 20; a repeat adds nothing. */
  @Prop({ type: [Types.ObjectId], default: [] })
  mergedFrom: Types.ObjectId[];

  /** The customer's words to the shop; the order takes them over. */
  @Prop()
  note?: string;

  @Prop({ type: [SchemaFactory.createForClass(CartLineRecord)], default: [] })
  lines: CartLineRecord[];

  /** Counts every change; the ETag of the cart and the condition under which it becomes an order. */
  @Prop({ required: true })
  version: number;

  /** UTC; moved on by every change. Checked in the queries; a TTL index removes the remains later. */
  @Prop({ required: true })
  expiresAt: Date;

  createdAt: Date;
  updatedAt: Date;
}

export const CartSchema = SchemaFactory.createForClass(CartRecord);
