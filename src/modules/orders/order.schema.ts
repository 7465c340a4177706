import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';
import { type Locale, LOCALES } from '../../common/mail/letter.js';
import type { AddressDto } from '../../common/dto/address.dto.js';
import type { Allocation } from '../inventory/index.js';
import type { PricedLine, PricedOrder } from '../pricing/index.js';
import type { Effect, FulfilmentState, LineQuantity } from './domain/order.js';
import {
  FULFILMENT_STATUSES,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
  type FulfilmentStatus,
  type OrderStates,
  type OrderStatus,
  type PaymentStatus,
} from './domain/order-lifecycle.js';

const { Mixed } = MongooseSchema.Types;

/** The text of a product as it was when the order was placed. */
interface TextSnapshot {
  en: string;
  ar?: string;
}

/** A line as it was when the order was placed; a later edit of the catalogue changes no byte of it. Only the two counters move. */
export interface OrderLineRecord extends PricedLine {
  productId: Types.ObjectId;
  title: TextSnapshot;
  optionValues: Record<string, string>;
  cancelledQuantity: number;
  fulfilledQuantity: number;
}

export interface FulfilmentRecord extends FulfilmentState {
  carrier?: string;
  trackingNumber?: string;
  trackingUrl?: string;
  shippedAt: Date;
  deliveredAt?: Date;
  refusedAt?: Date;
}

export interface CancellationRecord {
  id: string;
  at: Date;
  actor: string;
  reason?: string;
  lines: LineQuantity[];
  amountMinor: number;
}

export interface NoteRecord {
  id: string;
  at: Date;
  actor: string;
  text: string;
  /** The customer sees it too. */
  isPublic: boolean;
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
  field: keyof OrderStates;

  @Prop()
  from?: string;

  @Prop({ required: true })
  to: string;

  @Prop()
  note?: string;
}

/** Work in other documents or systems that a transition has caused; written in the same update as the transition. */
@Schema({ _id: false })
export class OutboxRecord {
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  @Prop({ type: Mixed, required: true })
  effect: Effect;
}

/** Where the winning payment stands, in minor units (invariant I2). */
@Schema({ _id: false })
export class OrderPaymentRecord {
  @Prop()
  paymentId?: string;

  /** Of the payment, when it was last looked at. */
  @Prop()
  paymentVersion?: number;

  @Prop({ required: true })
  authorizedMinor: number;

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

  @Prop({ type: Mixed })
  shortages?: { sku: string; requested: number; available: number }[];
}

// Not minimised: a product without options has an empty `optionValues`, which is part of the snapshot.
@Schema({ collection: 'orders', timestamps: true, strict: 'throw', minimize: false })
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

  /** The language of the mails about the order. */
  @Prop({ type: String, required: true, enum: LOCALES })
  locale: Locale;

  /** The customer's note to the shop. */
  @Prop()
  customerNote?: string;

  @Prop({ type: String, required: true, enum: ORDER_STATUSES })
  status: OrderStatus;

  @Prop({ type: String, required: true, enum: PAYMENT_STATUSES })
  paymentStatus: PaymentStatus;

  @Prop({ type: String, required: true, enum: FULFILMENT_STATUSES })
  fulfilmentStatus: FulfilmentStatus;

  /** ISO 4217. */
  @Prop({ required: true })
  currency: string;

  @Prop({ type: [Mixed], required: true })
  lines: OrderLineRecord[];

  @Prop({ type: Mixed, required: true })
  shipping: PricedOrder['shipping'];

  @Prop({ type: Mixed, required: true })
  totals: PricedOrder['totals'];

  @Prop({ type: [Mixed], required: true })
  taxLines: PricedOrder['taxLines'];

  @Prop({ required: true })
  taxIncluded: boolean;

  @Prop({ type: Mixed, required: true })
  shippingAddress: AddressDto;

  @Prop({ required: true })
  paymentMethod: string;

  @Prop({ type: SchemaFactory.createForClass(OrderPaymentRecord), required: true })
  payment: OrderPaymentRecord;

  /** Payments that came when the hold had ended and the goods were gone; their money goes back. */
  @Prop({ type: [String], default: undefined })
  refusedPayments?: string[];

  @Prop({ required: true })
  cancelledMinor: number;

  @Prop({ required: true })
  goodwillMinor: number;

  /** Where the units come from; decided anew when somebody was quicker. */
  @Prop({ type: [Mixed], required: true })
  allocations: Allocation[];

  /** Some units are backordered and have not come in; unset otherwise. */
  @Prop()
  isAwaitingGoods?: boolean;

  @Prop({ type: [Mixed], default: [] })
  cancellations: CancellationRecord[];

  @Prop({ type: [Mixed], default: [] })
  fulfilments: FulfilmentRecord[];

  @Prop({ type: [Mixed], default: [] })
  notes: NoteRecord[];

  @Prop({ type: SchemaFactory.createForClass(RejectionRecord) })
  rejection?: RejectionRecord;

  @Prop({ type: [SchemaFactory.createForClass(HistoryRecord)], required: true })
  history: HistoryRecord[];

  @Prop({ type: [SchemaFactory.createForClass(OutboxRecord)], default: [] })
  outbox: OutboxRecord[];

  /** Its customer wants to be forgotten; unset once the person is out of it, which waits until nothing is left to deliver. */
  @Prop()
  isErasureDue?: boolean;

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
