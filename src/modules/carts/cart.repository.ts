import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types, type UpdateQuery } from 'mongoose';
import { CartRecord } from './cart.schema.js';
import { CART_LIFETIME_MS, MAX_LINE_QUANTITY, MAX_LINES } from './domain/cart-limits.js';
import type { MergeMode } from './domain/merge-lines.js';

/** Whose cart it is: a customer's, or a guest's who holds the token. */
export type CartOwner = { userId: string } | { tokenHash: string };

const KEPT_MERGES = 20;

/** Null for any version. */
export type ExpectedVersion = number | null;

/** Every query of the carts. Owner, state and version stand in each filter, so a foreign or ordered cart cannot be changed. */
@Injectable()
export class CartRepository {
  constructor(@InjectModel(CartRecord.name) private readonly model: Model<CartRecord>) {}

  async create(owner: CartOwner, now: Date): Promise<CartRecord> {
    const cart = await this.model.create({
      ...ownerFilter(owner),
      status: 'active',
      lines: [],
      version: 1,
      expiresAt: expiry(now),
    });
    return cart.toObject<CartRecord>();
  }

  /** The cart when it belongs to the owner and has not expired. */
  async findOwned(id: string, owner: CartOwner, now: Date): Promise<CartRecord | null> {
    return this.model
      .findOne({ _id: id, ...ownerFilter(owner), expiresAt: trusted({ $gt: now }) })
      .lean<CartRecord>();
  }

  /** Adds units to the line of a SKU; null when there is no such line or it would grow too long. */
  async increaseLine(id: string, owner: CartOwner, line: NewLine, version: ExpectedVersion, now: Date) {
    return this.change(
      id,
      owner,
      version,
      {
        lines: trusted({
          $elemMatch: { sku: line.sku, quantity: { $lte: MAX_LINE_QUANTITY - line.quantity } },
        }),
      },
      {
        $inc: { 'lines.$.quantity': line.quantity },
        $set: { 'lines.$.seenUnitPriceMinor': line.seenUnitPriceMinor },
      },
      now,
    );
  }

  /** Adds a line; null when the SKU has one or the cart is full. */
  async addLine(id: string, owner: CartOwner, line: NewLine, version: ExpectedVersion, now: Date) {
    return this.change(
      id,
      owner,
      version,
      { 'lines.sku': trusted({ $ne: line.sku }), [`lines.${MAX_LINES - 1}`]: trusted({ $exists: false }) },
      { $push: { lines: line } },
      now,
    );
  }

  /** Makes a line's quantity what it is told; null when there is no such line. */
  async setQuantity(id: string, owner: CartOwner, line: NewLine, version: ExpectedVersion, now: Date) {
    return this.change(
      id,
      owner,
      version,
      { 'lines.sku': line.sku },
      { $set: { 'lines.$.quantity': line.quantity, 'lines.$.seenUnitPriceMinor': line.seenUnitPriceMinor } },
      now,
    );
  }

  async removeLine(id: string, owner: CartOwner, sku: string, version: ExpectedVersion, now: Date) {
    return this.change(id, owner, version, { 'lines.sku': sku }, { $pull: { lines: { sku } } }, now);
  }

  /** Sets or, with null, clears the note. */
  async setNote(id: string, owner: CartOwner, note: string | null, version: ExpectedVersion, now: Date) {
    const update = note === null ? { $unset: { note: 1 } } : { $set: { note } };
    return this.change(id, owner, version, {}, update, now);
  }

  /** The active cart that a customer changed last. */
  async findNewestOf(userId: string, now: Date): Promise<CartRecord | null> {
    return this.model
      .findOne({ userId: new Types.ObjectId(userId), status: 'active', expiresAt: trusted({ $gt: now }) })
      .sort({ updatedAt: -1 })
      .lean<CartRecord>();
  }

  async findAllOf(userId: string): Promise<CartRecord[]> {
    return this.model
      .find({ userId: new Types.ObjectId(userId) })
      .sort({ updatedAt: -1 })
      .lean<CartRecord[]>();
  }

  async deleteAllOf(userId: string): Promise<void> {
    await this.model.deleteMany({ userId: new Types.ObjectId(userId) });
  }

  async findById(id: Types.ObjectId): Promise<CartRecord | null> {
    return this.model.findById(id).lean<CartRecord>();
  }

  /** Gives a guest's cart to a customer who has none; null when it is no longer the guest's. */
  async handOver(id: string, tokenHash: string, userId: string): Promise<CartRecord | null> {
    return this.model
      .findOneAndUpdate(
        { _id: id, tokenHash, status: 'active' },
        { $set: { userId: new Types.ObjectId(userId) }, $unset: { tokenHash: 1 }, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean<CartRecord>();
  }

  /** Replaces the lines by those merged with a guest's cart, once per guest cart; null when the cart has changed meanwhile. */
  async takeIn(
    cart: CartRecord,
    guestCartId: Types.ObjectId,
    lines: NewLine[],
    now: Date,
  ): Promise<CartRecord | null> {
    return this.model
      .findOneAndUpdate(
        { _id: cart._id, version: cart.version, status: 'active', mergedFrom: trusted({ $ne: guestCartId }) },
        {
          $set: { lines, expiresAt: expiry(now) },
          $inc: { version: 1 },
          $push: { mergedFrom: { $each: [guestCartId], $slice: -KEPT_MERGES } },
        },
        { returnDocument: 'after' },
      )
      .lean<CartRecord>();
  }

  /** Decides where a guest's lines go; from now on nobody changes them. Nothing happens when it is no longer a guest's. */
  async beginMerge(id: Types.ObjectId, into: Types.ObjectId, mode: MergeMode): Promise<void> {
    await this.model.updateOne(
      { _id: id, userId: trusted({ $exists: false }), status: 'active' },
      { $set: { status: 'merging', mergedInto: into, mergeMode: mode }, $inc: { version: 1 } },
    );
  }

  /** Closes a guest's cart whose lines have gone over. */
  async closeMerged(id: Types.ObjectId): Promise<void> {
    await this.model.updateOne(
      { _id: id, status: 'merging' },
      { $set: { status: 'merged' }, $inc: { version: 1 } },
    );
  }

  /** Gives a guest's cart back that was to go into one that takes no lines any more. */
  async cancelMerge(id: Types.ObjectId, into: Types.ObjectId): Promise<void> {
    await this.model.updateOne(
      { _id: id, status: 'merging', mergedInto: into },
      { $set: { status: 'active' }, $unset: { mergedInto: 1, mergeMode: 1 }, $inc: { version: 1 } },
    );
  }

  /** Guests' carts whose merging was begun and not finished. */
  async findMerging(limit: number): Promise<CartRecord[]> {
    return this.model.find({ status: 'merging' }).limit(limit).lean<CartRecord[]>();
  }

  /** Turns exactly this version of the cart into an order. True also when it was turned into the same order before. */
  async markOrdered(id: string, version: number, orderId: string): Promise<boolean> {
    const order = new Types.ObjectId(orderId);
    const result = await this.model.updateOne(
      { _id: id, version, status: 'active' },
      { $set: { status: 'ordered', orderId: order }, $inc: { version: 1 } },
    );
    if (result.matchedCount === 1) return true;
    return (await this.model.exists({ _id: id, orderId: order })) !== null;
  }

  /** Gives the cart back to its owner after its order was refused. */
  async reopen(id: string, orderId: string): Promise<void> {
    await this.model.updateOne(
      { _id: id, status: 'ordered', orderId: new Types.ObjectId(orderId) },
      { $set: { status: 'active' }, $unset: { orderId: 1 }, $inc: { version: 1 } },
    );
  }

  private async change(
    id: string,
    owner: CartOwner,
    version: ExpectedVersion,
    filter: QueryFilter<CartRecord>,
    update: UpdateQuery<CartRecord>,
    now: Date,
  ): Promise<CartRecord | null> {
    return this.model
      .findOneAndUpdate(
        {
          _id: id,
          ...ownerFilter(owner),
          status: 'active',
          expiresAt: trusted({ $gt: now }),
          ...(version !== null && { version }),
          ...filter,
        },
        {
          ...update,
          $inc: { ...update.$inc, version: 1 },
          $set: { ...update.$set, expiresAt: expiry(now) },
        },
        { returnDocument: 'after' },
      )
      .lean<CartRecord>();
  }
}

export interface NewLine {
  sku: string;
  quantity: number;
  seenUnitPriceMinor: number;
}

function ownerFilter(owner: CartOwner): { userId: Types.ObjectId } | { tokenHash: string } {
  return 'userId' in owner ? { userId: new Types.ObjectId(owner.userId) } : { tokenHash: owner.tokenHash };
}

function expiry(now: Date): Date {
  return new Date(now.getTime() + CART_LIFETIME_MS);
}
