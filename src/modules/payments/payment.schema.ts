import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

export const PAYMENT_ATTEMPT_STATUSES = ['created', 'pending', 'succeeded', 'declined'] as const;
export type PaymentAttemptStatus = (typeof PAYMENT_ATTEMPT_STATUSES)[number];

/** One piece of news from the provider; never changed, never removed. */
@Schema({ _id: false })
export class PaymentEventRecord {
  @Prop({ required: true })
  key: string;

  @Prop({ required: true })
  transactionId: number;

  @Prop({ required: true })
  kind: string;

  @Prop({ required: true })
  outcome: string;

  @Prop({ required: true })
  amountMinor: number;

  @Prop({ required: true })
  receivedAt: Date;
}

/** One attempt to pay an order. An order may have several; one wins. */
@Schema({ collection: 'payments', timestamps: true, strict: 'throw' })
export class PaymentRecord {
  _id: Types.ObjectId;

  @Prop({ type: Types.ObjectId, required: true })
  orderId: Types.ObjectId;

  @Prop({ required: true })
  provider: string;

  @Prop({ required: true })
  method: string;

  @Prop({ required: true })
  amountMinor: number;

  @Prop({ required: true })
  currency: string;

  @Prop({ type: String, required: true, enum: PAYMENT_ATTEMPT_STATUSES })
  status: PaymentAttemptStatus;

  /** Calls made to create the checkout; makes each one's reference unique. */
  @Prop({ required: true })
  attempts: number;

  @Prop()
  providerOrderId?: number;

  @Prop()
  checkoutUrl?: string;

  @Prop({ type: [SchemaFactory.createForClass(PaymentEventRecord)], default: [] })
  events: PaymentEventRecord[];

  /** The money arrived for an order that does not take it; it must go back. */
  @Prop()
  isRefundDue?: boolean;

  @Prop({ required: true })
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

export const PaymentSchema = SchemaFactory.createForClass(PaymentRecord);
