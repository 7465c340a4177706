import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The requests of one client under one policy in one window. */
@Schema({ collection: 'rate_limits', strict: 'throw', versionKey: false })
export class RateLimitRecord {
  /** Hash over policy, client and window: the collection tells nobody's address. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ required: true })
  hits: number;

  /** UTC; a TTL index removes the counter after its window. */
  @Prop({ required: true })
  expiresAt: Date;
}

export const RateLimitSchema = SchemaFactory.createForClass(RateLimitRecord);
