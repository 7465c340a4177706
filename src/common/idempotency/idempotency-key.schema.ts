import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** One use of an Idempotency-Key: the lock while it is being worked on, the answer once it is done. */
@Schema({ collection: 'idempotency_keys', strict: 'throw', versionKey: false })
export class IdempotencyKeyRecord {
  /** SHA-256 over caller, method, route and key. */
  @Prop({ type: String, required: true })
  _id: string;

  /** SHA-256 over path and body; another one under the same key is another request. */
  @Prop({ required: true })
  fingerprint: string;

  /** Id that the request gives to what it creates, so that a repeat after a crash finishes that very thing. */
  @Prop({ type: Types.ObjectId, required: true })
  resourceId: Types.ObjectId;

  /** Changes with each owner; an owner that lost the lock can no longer write the answer. */
  @Prop({ type: Types.ObjectId, required: true })
  lockToken: Types.ObjectId;

  @Prop({ required: true })
  lockedUntil: Date;

  @Prop({ type: Object })
  answer?: StoredAnswer;

  /** TTL: kept for 48 hours. */
  @Prop({ required: true })
  createdAt: Date;
}

export interface StoredAnswer {
  status: number;
  /** The very bytes that were sent. */
  body: string;
  headers: Record<string, string>;
}

export const IdempotencyKeySchema = SchemaFactory.createForClass(IdempotencyKeyRecord);
