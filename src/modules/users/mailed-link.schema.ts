import { Prop, Schema } from '@nestjs/mongoose';
import { Types } from 'mongoose';

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
