import { Injectable } from '@nestjs/common';
import { InjectModel, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { type Model, Schema as MongooseSchema, trusted } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import type { PaymentEvent } from './domain/payment-event.js';

/** A genuine callback, stored before the provider gets its 200; nothing acknowledged is ever lost. */
@Schema({ collection: 'callback_inbox', strict: 'throw', versionKey: false })
export class CallbackRecord {
  /** The event's key: the same news twice is one document. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  event: PaymentEvent;

  @Prop({ required: true })
  receivedAt: Date;

  /** Unset once applied. */
  @Prop()
  nextAttemptAt?: Date;
}

export const CallbackSchema = SchemaFactory.createForClass(CallbackRecord);

@Injectable()
export class CallbackInboxRepository {
  constructor(@InjectModel(CallbackRecord.name) private readonly model: Model<CallbackRecord>) {}

  /** Stores the event unless it is there already. */
  async store(event: PaymentEvent, now: Date): Promise<void> {
    try {
      await this.model.create({ _id: event.key, event, receivedAt: now, nextAttemptAt: now });
    } catch (error) {
      if (!isDuplicateKey(error, '_id')) throw error;
    }
  }

  async markApplied(key: string): Promise<void> {
    await this.model.updateOne({ _id: key }, { $unset: { nextAttemptAt: 1 } });
  }

  /** Claims an event that has not been applied; null when there is none. */
  async claimDue(now: Date, leaseUntil: Date): Promise<PaymentEvent | null> {
    const record = await this.model
      .findOneAndUpdate(
        { nextAttemptAt: trusted({ $lte: now }) },
        { $set: { nextAttemptAt: leaseUntil } },
        { sort: { nextAttemptAt: 1 } },
      )
      .lean<CallbackRecord>();
    return record?.event ?? null;
  }
}
