import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** The failed sign-ins at one account, of one client or of all strangers. Kept for unknown accounts too. */
@Schema({ collection: 'login_attempts', strict: 'throw', versionKey: false })
export class LoginAttemptRecord {
  /** Hash over account and client. */
  @Prop({ type: String, required: true })
  _id: string;

  /** In a row; attempts in progress count as failed until they succeed. */
  @Prop({ required: true })
  failures: number;

  /** UTC; until then attempts are refused. */
  @Prop({ required: true })
  nextAt: Date;

  /** This client has signed in to the account. */
  @Prop({ required: true })
  isTrusted: boolean;

  /** UTC; a TTL index removes what has been quiet for long. */
  @Prop({ required: true })
  expiresAt: Date;
}

export const LoginAttemptSchema = SchemaFactory.createForClass(LoginAttemptRecord);
