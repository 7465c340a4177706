import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types, type UpdateQuery } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { NO_MONEY } from './domain/payment-totals.js';
import { type PaymentEvent, PaymentRecord } from './payment.schema.js';

export interface NewPayment {
  id: string;
  orderId: string;
  userId?: string;
  provider: string;
  method: string;
  amountMinor: number;
  currency: string;
  savesCard?: boolean;
  events?: PaymentEvent[];
}

/** What becomes of a payment in one write. */
export interface PaymentChange {
  events?: PaymentEvent[];
  set?: Partial<
    Pick<PaymentRecord, 'operations' | 'keepMinor' | 'isRefused' | 'told' | 'checkedAt' | 'toldAgainAt'> &
      Pick<PaymentRecord, 'amountMinor' | 'providerOrderId' | 'channelId' | 'checkout' | 'checkoutExpiresAt'>
  >;
}

/** Every query of the payments. */
@Injectable()
export class PaymentRepository {
  constructor(@InjectModel(PaymentRecord.name) private readonly model: Model<PaymentRecord>) {}

  /** Stores the attempt before the provider hears of it; a repeat leaves the first one alone. */
  async insert({ id, orderId, userId, ...rest }: NewPayment, createdAt: Date): Promise<void> {
    try {
      await this.model.create({
        _id: new Types.ObjectId(id),
        orderId: new Types.ObjectId(orderId),
        ...(userId !== undefined && { userId: new Types.ObjectId(userId) }),
        ...rest,
        createdAt,
        told: NO_MONEY,
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

  async findByProviderOrder(provider: string, providerOrderId: string): Promise<PaymentRecord | null> {
    return this.model.findOne({ provider, providerOrderId }).lean<PaymentRecord>();
  }

  /** The attempts to pay an order, newest first; `before` is the id of the last row of the page before. */
  async findPageOfOrder(orderId: string, limit: number, before?: string): Promise<PaymentRecord[]> {
    return this.model
      .find({
        orderId: new Types.ObjectId(orderId),
        ...(before !== undefined && { _id: trusted({ $lt: new Types.ObjectId(before) }) }),
      })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<PaymentRecord[]>();
  }

  async countOfOrder(orderId: string): Promise<number> {
    return this.model.countDocuments({ orderId: new Types.ObjectId(orderId) });
  }

  /** Counts a call to the provider and returns its number. */
  async countAttempt(id: string): Promise<number> {
    const payment = await this.update({ _id: new Types.ObjectId(id) }, { $inc: { attempts: 1, version: 1 } });
    return payment!.attempts;
  }

  /** Changes a payment that is still as it was read, and says when to look at it next. Null when it is not. */
  async change(
    { _id, version }: PaymentRecord,
    { set = {}, events = [] }: PaymentChange,
    nextWorkAt: Date | undefined,
  ): Promise<PaymentRecord | null> {
    return this.update(
      { _id, version },
      {
        $set: { ...set, ...(nextWorkAt !== undefined && { nextWorkAt }) },
        ...(nextWorkAt === undefined && { $unset: { nextWorkAt: 1 } }),
        $push: { events: { $each: events } },
        $inc: { version: 1 },
      },
    );
  }

  /** Claims a payment whose time has come, so that sweepers side by side take different ones. Null when there is none. */
  async claimDue(now: Date, leaseUntil: Date): Promise<PaymentRecord | null> {
    return this.model
      .findOneAndUpdate(
        { nextWorkAt: trusted({ $lte: now }) },
        { $set: { nextWorkAt: leaseUntil } },
        { sort: { nextWorkAt: 1 }, returnDocument: 'after' },
      )
      .lean<PaymentRecord>();
  }

  /** Leaves a payment alone until then, whatever has become due meanwhile. */
  async defer(id: Types.ObjectId, until: Date): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: { nextWorkAt: until } });
  }

  private async update(
    filter: QueryFilter<PaymentRecord>,
    update: UpdateQuery<PaymentRecord>,
  ): Promise<PaymentRecord | null> {
    return this.model.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean<PaymentRecord>();
  }
}
