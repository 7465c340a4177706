import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../persistence/mongo-errors.js';
import { RateLimitRecord } from './rate-limit.schema.js';

/**
 * Counters that all instances share. The window is part of the counter's key, so that counting is one unconditional
 * increment; `rate-limiter-flexible` on MongoDB needs up to three round trips and a second unique index for the same.
 */
@Injectable()
export class RateLimitRepository {
  constructor(@InjectModel(RateLimitRecord.name) private readonly model: Model<RateLimitRecord>) {}

  /** Counts a hit and returns the hits so far; of parallel calls each gets another number. */
  async hit(id: string, expiresAt: Date): Promise<number> {
    try {
      const counter = await this.model
        .findOneAndUpdate(
          { _id: id },
          { $inc: { hits: 1 }, $setOnInsert: { expiresAt } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<RateLimitRecord>();
      return counter.hits;
    } catch (error) {
      // Two first hits at once: one of them inserts, and the other finds the counter when it tries again.
      if (isDuplicateKey(error)) return this.hit(id, expiresAt);
      throw error;
    }
  }
}
