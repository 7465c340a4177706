import { Prop, Schema } from '@nestjs/mongoose';
import { Types } from 'mongoose';

const USER_EFFECTS = [
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
