import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';
import type { AddressDto } from '../../common/dto/address.dto.js';
import {
  FULFILMENT_STATUSES,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
  type FulfilmentStatus,
  type OrderStatus,
  type PaymentStatus,
} from './domain/order-lifecycle.js';

/** The text of a product as it was when the order was placed. */
export interface TextSnapshot {
  en: string;
  ar?: string;
}

/** A line as it was when the order was placed; a later edit of the catalogue changes no byte of it. */
@Schema({ _id: false })
export class OrderLineRecord {
  @Prop({ required: true })
  sku: string;

  @Prop({ type: Types.ObjectId, required: true })
  productId: Types.ObjectId;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  title: TextSnapshot;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  optionValues: Record<string, string>;

  @Prop({ required: true })
  quantity: number;

  @Prop({ required: true })
  unitPriceMinor: number;

  @Prop({ required: true })
  totalMinor: number;

  @Prop({ required: true })
  taxMinor: number;

  /** Basis points. */
  @Prop({ required: true })
  taxRate: number;
}

@Schema({ _id: false })
export class OrderTotalsRecord {
  @Prop({ required: true })
  itemsMinor: number;

  @Prop({ required: true })
  shippingMinor: number;

  @Prop({ required: true })
  taxMinor: number;

  @Prop({ required: true })
  grandTotalMinor: number;
}

/** One edge of the published graphs, taken by somebody at some time. */
@Schema({ _id: false })
export class HistoryRecord {
  @Prop({ required: true })
  at: Date;

  /** Id of a user, `guest`, or the name of a program such as `sweeper` or `paymob`. */
  @Prop({ required: true })
  actor: string;

  @Prop({ type: String, required: true, enum: ['status', 'paymentStatus', 'fulfilmentStatus'] })
  field: 'status' | 'paymentStatus' | 'fulfilmentStatus';

  @Prop()
  from?: string;

  @Prop({ required: true })
  to: string;

  @Prop()
  note?: string;
}

export const ORDER_EFFECTS = [
  'stock.release',
  'stock.commit',
  'stock.restock',
  'cart.reopen',
  'payment.refund',
] as const;
export type OrderEffect = (typeof ORDER_EFFECTS)[number];

/** Work in other documents or systems that a transition has caused; written in the same update as the transition. */
@Schema({ _id: false })
export class OutboxRecord {
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  @Prop({ type: String, required: true, enum: ORDER_EFFECTS })
  effect: OrderEffect;
}

/** Money received and given back for the order, in minor units (invariant I2). */
@Schema({ _id: false })
export class OrderPaymentRecord {
  /** The payment that won. */
  @Prop({ type: Types.ObjectId })
  paymentId?: Types.ObjectId;

  @Prop({ required: true })
  capturedMinor: number;

  @Prop({ required: true })
  refundedMinor: number;
}

/** Why a placing failed; a repeat of the request is told the same. */
@Schema({ _id: false })
export class RejectionRecord {
  @Prop({ type: String, required: true, enum: ['insufficient_stock', 'cart_changed'] })
  reason: 'insufficient_stock' | 'cart_changed';

  @Prop({ type: MongooseSchema.Types.Mixed })
  shortages?: { sku: string; requested: number; available: number }[];
}

@Schema({ collection: 'orders', timestamps: true, strict: 'throw' })
export class OrderRecord {
  _id: Types.ObjectId;

  /** What people call the order; unique, with gaps. */
  @Prop({ required: true })
  number: string;

  @Prop({ type: Types.ObjectId, required: true })
  cartId: Types.ObjectId;

  /** The cart's id while the order counts; unset when it is rejected. A unique index on it allows one order per cart. */
  @Prop({ type: Types.ObjectId })
  cartKey?: Types.ObjectId;

  /** The version of the cart that was ordered. */
  @Prop({ required: true })
  cartVersion: number;

  @Prop({ type: Types.ObjectId })
  userId?: Types.ObjectId;

  /** Of a guest's order: the hash of the cart's token, which opens the order too. */
  @Prop()
  guestTokenHash?: string;

  @Prop({ required: true })
  email: string;

  @Prop({ type: String, required: true, enum: ORDER_STATUSES })
  status: OrderStatus;

  @Prop({ type: String, required: true, enum: PAYMENT_STATUSES })
  paymentStatus: PaymentStatus;

  @Prop({ type: String, required: true, enum: FULFILMENT_STATUSES })
  fulfilmentStatus: FulfilmentStatus;

  /** ISO 4217. */
  @Prop({ required: true })
  currency: string;

  @Prop({ type: [SchemaFactory.createForClass(OrderLineRecord)], required: true })
  lines: OrderLineRecord[];

  @Prop({ type: SchemaFactory.createForClass(OrderTotalsRecord), required: true })
  totals: OrderTotalsRecord;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  shippingAddress: AddressDto;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  shippingMethod: { code: string; name: TextSnapshot };

  @Prop({ required: true })
  paymentMethod: string;

  @Prop({ type: SchemaFactory.createForClass(OrderPaymentRecord), required: true })
  payment: OrderPaymentRecord;

  @Prop({ type: SchemaFactory.createForClass(RejectionRecord) })
  rejection?: RejectionRecord;

  @Prop({ type: [SchemaFactory.createForClass(HistoryRecord)], required: true })
  history: HistoryRecord[];

  @Prop({ type: [SchemaFactory.createForClass(OutboxRecord)], default: [] })
  outbox: OutboxRecord[];

  /** UTC; until then the stock is held for an order that is not paid. */
  @Prop({ required: true })
  expiresAt: Date;

  /** UTC; when the sweeper must look at the order. Unset when nothing is left to do. */
  @Prop()
  nextWorkAt?: Date;

  @Prop({ required: true })
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

export const OrderSchema = SchemaFactory.createForClass(OrderRecord);
