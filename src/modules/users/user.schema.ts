import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { type Role, ROLES } from '../../common/auth/access.js';
import type { AddressDto } from '../../common/dto/address.dto.js';
import { type Locale, LOCALES } from '../../common/mail/letter.js';
import { SessionRecord } from './session.schema.js';

/** An address in the user's address book. */
@Schema({ _id: false })
export class UserAddressRecord implements AddressDto {
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  /** What the user calls it. */
  @Prop()
  label?: string;

  @Prop({ required: true })
  firstName: string;

  @Prop({ required: true })
  lastName: string;

  @Prop({ required: true })
  phone: string;

  @Prop({ required: true })
  line1: string;

  @Prop()
  line2?: string;

  @Prop({ required: true })
  city: string;

  @Prop()
  governorate?: string;

  @Prop()
  postalCode?: string;

  @Prop({ required: true })
  country: string;
}

/** A link that was mailed to prove that the user reads the mail of an address. */
@Schema({ _id: false })
export class EmailVerificationRecord {
  /** The `jti` of the token in the link. */
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  /** Becomes the user's address when the link is followed. */
  @Prop({ required: true })
  email: string;

  @Prop({ required: true })
  expiresAt: Date;
}

/** A link that was mailed to somebody who forgot the password. */
@Schema({ _id: false })
export class PasswordResetRecord {
  /** The `jti` of the token in the link. */
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  @Prop({ required: true })
  requestedAt: Date;

  @Prop({ required: true })
  expiresAt: Date;
}

export const USER_EFFECTS = [
  'mail.verify_email',
  'mail.reset_password',
  'mail.password_changed',
  'mail.email_changed',
  'data.erase',
] as const;
export type UserEffect = (typeof USER_EFFECTS)[number];

/** Work outside of this document that a change has caused; written in the same update as the change. */
@Schema({ _id: false })
export class UserOutboxRecord {
  @Prop({ type: Types.ObjectId, required: true })
  id: Types.ObjectId;

  @Prop({ type: String, required: true, enum: USER_EFFECTS })
  effect: UserEffect;

  /** Of a mail: the address. */
  @Prop()
  to?: string;

  /** UTC; of a mail: from then on it is not worth sending. */
  @Prop()
  expiresAt?: Date;

  /** UTC; from then on a worker may take it. */
  @Prop({ required: true })
  dueAt: Date;
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
