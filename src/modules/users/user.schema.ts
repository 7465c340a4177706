import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { type Role, ROLES } from '../../common/auth/access.js';

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

/**
 * A person's account. Whatever decides who may act as this user stands in this one document (password, role, sessions),
 * so that changing it and ending the sessions is a single write.
 */
@Schema({ collection: 'users', timestamps: true, strict: 'throw', versionKey: false })
export class UserRecord {
  _id: Types.ObjectId;

  /** Normalised; unique. */
  @Prop({ required: true })
  email: string;

  /** UTC; unset until the owner of the address has answered the mail. */
  @Prop()
  emailVerifiedAt?: Date;

  /** PHC string; unset once the account is erased. */
  @Prop()
  passwordHash?: string;

  @Prop({ type: String, required: true, enum: ROLES })
  role: Role;

  /** Order in which admins were appointed, from 1; set while the role is admin. */
  @Prop()
  adminRank?: number;

  @Prop({ required: true })
  firstName: string;

  @Prop({ required: true })
  lastName: string;

  @Prop()
  phone?: string;

  /** UTC; set while staff have locked the account. */
  @Prop()
  disabledAt?: Date;

  @Prop({ type: [SchemaFactory.createForClass(SessionRecord)], default: [] })
  sessions: SessionRecord[];

  /** Counts the changes that the owner or staff made; the ETag of the user. */
  @Prop({ required: true })
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

export const UserSchema = SchemaFactory.createForClass(UserRecord);
