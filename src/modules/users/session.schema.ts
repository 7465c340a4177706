import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** The refresh token before the current one, kept so that a client whose answer got lost can ask again. */
@Schema({ _id: false })
export class PreviousTokenRecord {
  /** SHA-256 of the token. */
  @Prop({ required: true })
  hash: string;

  /** Random salt from which, with the previous token itself, the current token can be computed again. */
  @Prop({ required: true })
  salt: string;

  @Prop({ required: true })
  replacedAt: Date;

  /** The client that got the current token. */
  @Prop({ required: true })
  userAgent: string;
}

/** A signed-in client: one family of refresh tokens, of which one is live at any time (invariant I9). */
@Schema({ _id: false })
export class SessionRecord {
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  /** SHA-256 of the part that all tokens of the family share; tells a used token from an invented one. */
  @Prop({ required: true })
  familyHash: string;

  /** SHA-256 of the live token. */
  @Prop({ required: true })
  tokenHash: string;

  @Prop({ type: SchemaFactory.createForClass(PreviousTokenRecord) })
  previous?: PreviousTokenRecord;

  @Prop({ required: true })
  userAgent: string;

  @Prop({ required: true })
  createdAt: Date;

  @Prop({ required: true })
  lastUsedAt: Date;

  /** UTC; fixed at sign-in and never moved, however often the token is exchanged. */
  @Prop({ required: true })
  expiresAt: Date;
}
