import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { type Role, ROLES } from '../../common/auth/access.js';
import { type Locale, LOCALES } from '../../common/mail/letter.js';
import { EmailVerificationRecord, PasswordResetRecord } from './mailed-link.schema.js';
import { SessionRecord } from './session.schema.js';
import { UserAddressRecord } from './user-address.schema.js';
import { UserOutboxRecord } from './user-outbox.schema.js';

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

  /** UTC; unset until the owner of the address has followed the link in the mail. */
  @Prop()
  emailVerifiedAt?: Date;

  /** The newest link; it stays after its use, so that following it twice does no harm. */
  @Prop({ type: SchemaFactory.createForClass(EmailVerificationRecord) })
  emailVerification?: EmailVerificationRecord;

  /** PHC string. */
  @Prop()
  passwordHash?: string;

  /** The newest link; unset by its use. */
  @Prop({ type: SchemaFactory.createForClass(PasswordResetRecord) })
  passwordReset?: PasswordResetRecord;

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

  /** Language of the mails. */
  @Prop({ type: String, required: true, enum: LOCALES })
  locale: Locale;

  @Prop({ type: [SchemaFactory.createForClass(UserAddressRecord)], default: [] })
  addresses: UserAddressRecord[];

  @Prop({ type: Types.ObjectId })
  defaultAddressId?: Types.ObjectId;

  /** UTC; set while staff have locked the account. */
  @Prop()
  disabledAt?: Date;

  /** UTC; the person is gone from this document, which itself goes when the rest of the data has. */
  @Prop()
  erasedAt?: Date;

  @Prop({ type: [SchemaFactory.createForClass(SessionRecord)], default: [] })
  sessions: SessionRecord[];

  @Prop({ type: [SchemaFactory.createForClass(UserOutboxRecord)], default: [] })
  outbox: UserOutboxRecord[];

  /** Counts the changes that the owner or staff made; the ETag of the user. */
  @Prop({ required: true })
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

export const UserSchema = SchemaFactory.createForClass(UserRecord);
