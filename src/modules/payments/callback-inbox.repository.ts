import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, trusted } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { CallbackRecord, type StoredCallback } from './callback-inbox.schema.js';

/** Every query of the inbox. */
@Injectable()
export class CallbackInboxRepository {
  constructor(@InjectModel(CallbackRecord.name) private readonly model: Model<CallbackRecord>) {}

  /** Stores a callback; false when it is there already. */
  async store(key: string, callback: StoredCallback, now: Date): Promise<boolean> {
    try {
      await this.model.create({ _id: key, callback, receivedAt: now, nextAttemptAt: now, attempts: 0 });
      return true;
    } catch (error) {
      if (isDuplicateKey(error, '_id')) return false;
      throw error;
    }
  }

  /** It is done with, and is kept for a while in case somebody asks. */
  async markApplied(key: string, now: Date): Promise<void> {
    await this.model.updateOne({ _id: key }, { $unset: { nextAttemptAt: 1 }, $set: { appliedAt: now } });
  }

  /** Claims a callback that has not been applied, so that sweepers side by side take different ones; null when there is none. */
  async claimDue(now: Date, leaseUntil: Date): Promise<CallbackRecord | null> {
    return this.model
      .findOneAndUpdate(
        { nextAttemptAt: trusted({ $lte: now }) },
        { $set: { nextAttemptAt: leaseUntil }, $inc: { attempts: 1 } },
        { sort: { nextAttemptAt: 1 }, returnDocument: 'after' },
      )
      .lean<CallbackRecord>();
  }
}
