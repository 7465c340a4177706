import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import { CategoryTreeRecord } from './category-tree.schema.js';
import { type Category, CategoryTree } from './domain/category-tree.js';

/** The shop has one tree; its document is made by the first change. */
const TREE_ID = 'shop';

export interface StoredTree {
  tree: CategoryTree;
  revision: number;
}

/** Every query of the categories. */
@Injectable()
export class CategoryTreeRepository {
  constructor(@InjectModel(CategoryTreeRecord.name) private readonly model: Model<CategoryTreeRecord>) {}

  /** An id for a category that is being made. */
  newId(): string {
    return new Types.ObjectId().toHexString();
  }

  async load(): Promise<StoredTree> {
    const record = await this.model.findById(TREE_ID).lean<CategoryTreeRecord>();
    const { categories = [], revision = 0 } = record ?? {};
    return { tree: new CategoryTree(categories.map(toCategory)), revision };
  }

  /** Stores a tree that was computed from a revision; false when the stored one has moved on since. */
  async replace(tree: CategoryTree, revision: number): Promise<boolean> {
    try {
      const result = await this.model.updateOne(
        { _id: TREE_ID, revision },
        { $set: { categories: tree.categories.map(toRecord) }, $inc: { revision: 1 } },
        { upsert: revision === 0 },
      );
      return result.matchedCount + result.upsertedCount === 1;
    } catch (error) {
      // Somebody else has made the first change just now.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

function toCategory(record: CategoryTreeRecord['categories'][number]): Category {
  const { _id, slug, name, parentId, position, version } = record;
  return {
    id: _id.toHexString(),
    slug,
    name,
    parentId: parentId?.toHexString() ?? null,
    position,
    version,
  };
}

function toRecord(category: Category): CategoryTreeRecord['categories'][number] {
  const { id, slug, name, parentId, position, version } = category;
  return {
    _id: new Types.ObjectId(id),
    slug,
    name,
    ...(parentId !== null && { parentId: new Types.ObjectId(parentId) }),
    position,
    version,
  };
}
