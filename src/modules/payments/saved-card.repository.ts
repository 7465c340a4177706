import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { SavedCardRecord } from './saved-card.schema.js';

export type NewSavedCard = Omit<SavedCardRecord, '_id' | 'createdAt'>;

/** Every query of the saved cards. */
@Injectable()
export class SavedCardRepository {
  constructor(@InjectModel(SavedCardRecord.name) private readonly model: Model<SavedCardRecord>) {}

  /** Stores a card; a repeat leaves the first one alone. */
  async insert(card: NewSavedCard): Promise<void> {
    try {
      await this.model.create(card);
    } catch (error) {
      if (!isDuplicateKey(error, 'cardId')) throw error;
    }
  }

  /** A customer's cards, the latest first. */
  async findOfUser(userId: string, limit: number): Promise<SavedCardRecord[]> {
    return this.model
      .find({ userId: new Types.ObjectId(userId) })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<SavedCardRecord[]>();
  }

  /** False when the customer has no such card. */
  async delete(id: string, userId: string): Promise<boolean> {
    const filter = { _id: new Types.ObjectId(id), userId: new Types.ObjectId(userId) };
    return (await this.model.deleteOne(filter)).deletedCount > 0;
  }

  async deleteOfUser(userId: string): Promise<void> {
    await this.model.deleteMany({ userId: new Types.ObjectId(userId) });
  }
}
