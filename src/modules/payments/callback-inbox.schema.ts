import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';
import type { ProviderNews } from './domain/transaction-fact.js';
import type { SealedCard } from './saved-cards.service.js';

/** What is kept of a callback: what is signed and of use, and no more. */
export type StoredCallback = { kind: 'transaction'; news: ProviderNews } | { kind: 'card'; card: SealedCard };

/** A genuine callback, stored before the provider gets its 200; nothing acknowledged is ever lost. */
@Schema({ collection: 'callback_inbox', strict: 'throw', versionKey: false })
export class CallbackRecord {
  /** The same news twice is one document. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  callback: StoredCallback;

  @Prop({ required: true })
  receivedAt: Date;

  /** Tries of the sweeper. */
  @Prop({ required: true })
  attempts: number;

  /** UTC; unset once applied. */
  @Prop()
  nextAttemptAt?: Date;

  /** UTC; a while later the document goes. */
  @Prop()
  appliedAt?: Date;
}

export const CallbackSchema = SchemaFactory.createForClass(CallbackRecord);
