import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { toUser, type User, USER_PROJECTION } from './user.mapper.js';
import { UserRecord } from './user.schema.js';

export type NewUser = Omit<UserRecord, '_id' | 'version' | 'createdAt' | 'updatedAt'>;

/** The queries of the users as such; credentials and sessions have repositories of their own. */
@Injectable()
export class UserRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

  /** Stores a user under an id that the caller chose; null when the address has an account. */
  async insert(id: string, user: NewUser): Promise<User | null> {
    try {
      const created = await this.model.create({ ...user, _id: new Types.ObjectId(id), version: 1 });
      return toUser(created.toObject<UserRecord>());
    } catch (error) {
      if (isDuplicateKey(error, 'email')) return null;
      throw error;
    }
  }

  async findById(id: string): Promise<User | null> {
    const record = await this.model.findById(id, USER_PROJECTION).lean<UserRecord>();
    return record && toUser(record);
  }

  async findByEmail(email: string): Promise<User | null> {
    const record = await this.model.findOne({ email }, USER_PROJECTION).lean<UserRecord>();
    return record && toUser(record);
  }
}
