import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { UserRecord } from './user.schema.js';

/** What proves that somebody is the user. */
export interface Credentials {
  userId: string;
  passwordHash: string | undefined;
}

/** Passwords of the users, and the proofs that were mailed to them. */
@Injectable()
export class CredentialRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

  async findByEmail(email: string): Promise<Credentials | null> {
    const record = await this.model
      .findOne({ email }, { passwordHash: 1 })
      .lean<Pick<UserRecord, '_id' | 'passwordHash'>>();
    return record && { userId: record._id.toHexString(), passwordHash: record.passwordHash };
  }
}
