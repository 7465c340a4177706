import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';
import type { Operation } from './domain/operation.js';
import type { PaymentMoney } from './domain/payment-totals.js';
import type { ScheduledPayment } from './domain/schedule.js';
import type { FactSource, TransactionFact } from './domain/transaction-fact.js';

const { Mixed } = MongooseSchema.Types;

/** One piece of news from the provider; never changed, never removed. */
export interface PaymentEvent extends TransactionFact {
  /** See `factKey`. */
  key: string;
  source: FactSource;
  receivedAt: Date;
}

/** Where the customer pays. */
export interface CheckoutRecord {
  /** A page of the provider's. */
  url?: string;
  /** The same page, made to be shown inside of one of the shop's. */
  iframeUrl?: string;
  /** What the customer says at a kiosk. */
  billReference?: string;
}

/**
 * One attempt to pay an order; an order may have several, of which one wins. What was authorised, captured and given back
 * is nowhere stored: it follows from the events and operations (see `stateOf`).
 */
@Schema({ collection: 'payments', timestamps: true, strict: 'throw' })
export class PaymentRecord implements ScheduledPayment {
  _id: Types.ObjectId;

  @Prop({ type: Types.ObjectId, required: true })
  orderId: Types.ObjectId;

  /** The signed-in customer who started it. */
  @Prop({ type: Types.ObjectId })
  userId?: Types.ObjectId;

  @Prop({ required: true })
  provider: string;

  @Prop({ required: true })
  method: string;

  @Prop({ required: true })
  amountMinor: number;

  @Prop({ required: true })
  currency: string;

  /** The customer wants the card to be remembered. */
  @Prop()
  savesCard?: boolean;

  /** Calls made to create the checkout; makes each one's reference unique. */
  @Prop({ required: true })
  attempts: number;

  @Prop()
  providerOrderId?: string;

  /** The channel at the provider that must be paid through. */
  @Prop()
  channelId?: string;

  @Prop({ type: Mixed })
  checkout?: CheckoutRecord;

  /** UTC. */
  @Prop()
  checkoutExpiresAt?: Date;

  @Prop({ type: [Mixed], default: [] })
  events: PaymentEvent[];

  @Prop({ type: [Mixed], default: [] })
  operations: Operation[];

  /** What the shop may keep of it at most, in minor units; the rest goes back. Unset while all of it is owed. */
  @Prop()
  keepMinor?: number;

  /** The order did not take it; it hears no more of it. */
  @Prop()
  isRefused?: boolean;

  /** What the order was last told. */
  @Prop({ type: Mixed, required: true })
  told: PaymentMoney;

  /** UTC; when the provider was last asked and answered. */
  @Prop()
  checkedAt?: Date;

  /** UTC; when a success was last told again that was known. */
  @Prop()
  toldAgainAt?: Date;

  /** UTC; when the sweeper must look at the payment. Unset when nothing is left to do. */
  @Prop()
  nextWorkAt?: Date;

  @Prop({ required: true })
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

export const PaymentSchema = SchemaFactory.createForClass(PaymentRecord);
