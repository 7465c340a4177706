import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import type { Versioned } from './setting-key.js';
import { SettingRecord } from './setting.schema.js';

const VALUE = { _id: 0, value: 1, version: 1 } as const;

@Injectable()
export class SettingRepository {
  constructor(@InjectModel(SettingRecord.name) private readonly model: Model<SettingRecord>) {}

  async find(name: string): Promise<Versioned<object> | null> {
    return this.model.findById(name, VALUE).lean<Versioned<object>>();
  }

  /**
   * Stores a value in place of exactly that version; 0 when none is stored, null for any.
   * @returns the new version, or null when the stored one is another
   */
  async replace(
    name: string,
    value: object,
    version: number | null,
    updatedBy: string,
  ): Promise<number | null> {
    try {
      const replaced = await this.model
        .findOneAndUpdate(
          { _id: name, ...(version !== null && { version }) },
          { $set: { value, updatedBy }, $inc: { version: 1 } },
          // No stored version is 0, so a first write inserts, and the second of two first writes meets the other's _id.
          { upsert: version === 0 || version === null, returnDocument: 'after', projection: VALUE },
        )
        .lean<Versioned<object>>();
      return replaced?.version ?? null;
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }
}
