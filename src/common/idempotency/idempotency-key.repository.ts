import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { isDuplicateKey } from '../persistence/mongo-errors.js';
import { IdempotencyKeyRecord, type StoredAnswer } from './idempotency-key.schema.js';

/** Proof of holding a key's lock. */
export interface KeyLock {
  id: string;
  lockToken: Types.ObjectId;
  resourceId: string;
}

@Injectable()
export class IdempotencyKeyRepository {
  constructor(@InjectModel(IdempotencyKeyRecord.name) private readonly model: Model<IdempotencyKeyRecord>) {}

  /** Takes a key that was never used; null when it exists. */
  async insert(id: string, fingerprint: string, now: Date, lockedUntil: Date): Promise<KeyLock | null> {
    const lockToken = new Types.ObjectId();
    const resourceId = new Types.ObjectId();
    try {
      await this.model.create({ _id: id, fingerprint, resourceId, lockToken, lockedUntil, createdAt: now });
      return { id, lockToken, resourceId: resourceId.toHexString() };
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  async findById(id: string): Promise<IdempotencyKeyRecord | null> {
    return this.model.findById(id).lean<IdempotencyKeyRecord>();
  }

  /** Takes over from an owner whose lease ran out; null when another was quicker. */
  async takeOver(id: string, from: Types.ObjectId, lockedUntil: Date): Promise<KeyLock | null> {
    const lockToken = new Types.ObjectId();
    const record = await this.model
      .findOneAndUpdate(
        { _id: id, lockToken: from },
        { $set: { lockToken, lockedUntil } },
        { returnDocument: 'after' },
      )
      .lean<IdempotencyKeyRecord>();
    return record === null ? null : { id, lockToken, resourceId: record.resourceId.toHexString() };
  }

  /** Stores the answer; false when the lock was lost meanwhile. */
  async finish(lock: KeyLock, answer: StoredAnswer): Promise<boolean> {
    const result = await this.model.updateOne(
      { _id: lock.id, lockToken: lock.lockToken },
      { $set: { answer } },
    );
    return result.matchedCount === 1;
  }

  /** Frees the key after a refusal that changed nothing. */
  async remove(lock: KeyLock): Promise<void> {
    await this.model.deleteOne({ _id: lock.id, lockToken: lock.lockToken });
  }

  /** Lets the next repeat take over at once, with the same resource id. */
  async unlock(lock: KeyLock, now: Date): Promise<void> {
    await this.model.updateOne({ _id: lock.id, lockToken: lock.lockToken }, { $set: { lockedUntil: now } });
  }
}
