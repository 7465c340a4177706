import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types, type UpdateQuery } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import type { PaymentEvent } from './domain/payment-event.js';
import { PaymentRecord, type PaymentAttemptStatus } from './payment.schema.js';

export interface NewPayment {
  id: string;
  orderId: string;
  provider: string;
  method: string;
  amountMinor: number;
  currency: string;
}

/** Every query of the payments. */
@Injectable()
export class PaymentRepository {
  constructor(@InjectModel(PaymentRecord.name) private readonly model: Model<PaymentRecord>) {}

  /** Stores the attempt before the provider hears of it; a repeat leaves the first one alone. */
  async insert(payment: NewPayment): Promise<void> {
    const { id, orderId, ...rest } = payment;
    try {
      await this.model.create({
        _id: new Types.ObjectId(id),
        orderId: new Types.ObjectId(orderId),
        ...rest,
        status: 'created',
        attempts: 0,
        version: 1,
      });
    } catch (error) {
      if (!isDuplicateKey(error, '_id')) throw error;
    }
  }

  async findById(id: string): Promise<PaymentRecord | null> {
    return this.model.findById(id).lean<PaymentRecord>();
  }

  async findByProviderOrder(provider: string, providerOrderId: number): Promise<PaymentRecord | null> {
    return this.model.findOne({ provider, providerOrderId }).lean<PaymentRecord>();
  }

  /** Counts a call to the provider and returns its number. */
  async countAttempt(id: string): Promise<number> {
    const payment = await this.change({ _id: new Types.ObjectId(id) }, { $inc: { attempts: 1 } });
    return payment!.attempts;
  }

  /** Notes where the customer pays; the first checkout stays when two calls raced. */
  async setCheckout(id: string, providerOrderId: number, checkoutUrl: string): Promise<PaymentRecord | null> {
    return this.change(
      { _id: new Types.ObjectId(id), providerOrderId: trusted({ $exists: false }) },
      { $set: { providerOrderId, checkoutUrl, status: 'pending' } },
    );
  }

  /** Appends news once; null when it was appended before. A success is final: news that come late never undo it. */
  async appendEvent(
    payment: PaymentRecord,
    event: PaymentEvent,
    status: PaymentAttemptStatus,
  ): Promise<PaymentRecord | null> {
    const { key, transactionId, kind, outcome, amountMinor } = event;
    const record = { key, transactionId, kind, outcome, amountMinor, receivedAt: new Date() };
    const isNew = { 'events.key': trusted({ $ne: key }) };
    const open = await this.change(
      { _id: payment._id, ...isNew, status: trusted({ $ne: 'succeeded' }) },
      { $push: { events: record }, $set: { status } },
    );
    return open ?? this.change({ _id: payment._id, ...isNew }, { $push: { events: record } });
  }

  async markRefundDue(id: Types.ObjectId): Promise<void> {
    await this.change({ _id: id }, { $set: { isRefundDue: true } });
  }

  private async change(filter: QueryFilter<PaymentRecord>, update: UpdateQuery<PaymentRecord>) {
    return this.model
      .findOneAndUpdate(
        filter,
        { ...update, $inc: { ...update.$inc, version: 1 } },
        { returnDocument: 'after' },
      )
      .lean<PaymentRecord>();
  }
}
