import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, Types, type UpdateQuery } from 'mongoose';
import type { CursorValue } from '../../common/http/pagination.js';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import type { HistoryRecord, OrderEffect } from './order.schema.js';
import { OrderRecord } from './order.schema.js';

/** What a client never sees as an order: one that is being placed or was refused. */
const VISIBLE = { $nin: ['placing', 'rejected'] };

/** Who may see an order: its customer, or the guest who holds the cart's token. */
export type OrderOwner = { userId: string } | { guestTokenHash: string };

/** The state that an order must be in for a transition; part of the write's filter. */
export type ExpectedState = Partial<Pick<OrderRecord, 'status' | 'paymentStatus' | 'fulfilmentStatus'>>;

/** One step along the published graphs, with the work that it causes. */
export interface Transition {
  to: Partial<Pick<OrderRecord, 'status' | 'paymentStatus' | 'fulfilmentStatus'>>;
  actor: string;
  note?: string;
  effects?: OrderEffect[];
  /** Further fields of the same write. */
  set?: Record<string, unknown>;
  increment?: Record<string, number>;
  unset?: string[];
  /** More that must be true of the order at the moment of the write. */
  guard?: QueryFilter<OrderRecord>;
}

/** Every query of the orders. A transition names the state that it starts from in its filter, so of two that race one wins. */
@Injectable()
export class OrderRepository {
  constructor(@InjectModel(OrderRecord.name) private readonly model: Model<OrderRecord>) {}

  /** Stores an order that is being placed; false when its cart has one already. */
  async insert(order: Omit<OrderRecord, 'createdAt' | 'updatedAt'>): Promise<boolean> {
    try {
      await this.model.create(order);
      return true;
    } catch (error) {
      if (isDuplicateKey(error, 'cartKey')) return false;
      throw error;
    }
  }

  async findById(id: string): Promise<OrderRecord | null> {
    return this.model.findById(id).lean<OrderRecord>();
  }

  async findByCart(cartId: string): Promise<OrderRecord | null> {
    return this.model.findOne({ cartKey: new Types.ObjectId(cartId) }).lean<OrderRecord>();
  }

  async findOwned(id: string, owner: OrderOwner): Promise<OrderRecord | null> {
    return this.model
      .findOne({ _id: id, ...ownerFilter(owner), status: VISIBLE })
      .setOptions({ sanitizeFilter: false })
      .lean<OrderRecord>();
  }

  async findVisible(id: string): Promise<OrderRecord | null> {
    return this.model
      .findOne({ _id: id, status: VISIBLE })
      .setOptions({ sanitizeFilter: false })
      .lean<OrderRecord>();
  }

  /** Newest first; `after` is the id of the last row of the page before. */
  async findPageOfUser(
    userId: string,
    limit: number,
    after: CursorValue | undefined,
  ): Promise<OrderRecord[]> {
    return this.page({ userId: new Types.ObjectId(userId), status: VISIBLE }, limit, after);
  }

  /** Newest first, over all customers; `after` as above. */
  async findPage(
    filter: ExpectedState,
    limit: number,
    after: CursorValue | undefined,
  ): Promise<OrderRecord[]> {
    return this.page({ status: VISIBLE, ...filter }, limit, after);
  }

  /**
   * Takes an order one step along the graphs. Null when it was not in the expected state any more.
   * The effects stand in the same write, and `nextWorkAt` makes the sweeper finish them should this process die.
   */
  async transition(
    order: OrderRecord,
    expected: ExpectedState,
    step: Transition,
    now: Date,
  ): Promise<OrderRecord | null> {
    const effects = (step.effects ?? []).map((effect) => ({ id: new Types.ObjectId(), effect }));
    return this.change(
      { _id: order._id, ...expected, ...step.guard },
      {
        $set: { ...step.to, ...step.set, ...(effects.length > 0 && { nextWorkAt: now }) },
        $inc: { version: 1, ...step.increment },
        ...(step.unset && { $unset: Object.fromEntries(step.unset.map((field) => [field, 1])) }),
        $push: {
          history: { $each: historyOf(order, step, now) },
          ...(effects.length > 0 && { outbox: { $each: effects } }),
        },
      },
    );
  }

  /** Strikes finished work off the outbox. When nothing else changed meanwhile it also says when to look again. */
  async settle(
    order: OrderRecord,
    finished: Types.ObjectId[],
    nextWorkAt: Date | undefined,
  ): Promise<OrderRecord | null> {
    const settled = await this.change(
      { _id: order._id, version: order.version },
      {
        $pull: { outbox: { id: { $in: finished } } },
        $inc: { version: 1 },
        ...(nextWorkAt === undefined ? { $unset: { nextWorkAt: 1 } } : { $set: { nextWorkAt } }),
      },
    );
    if (settled !== null) return settled;
    return this.change(
      { _id: order._id },
      { $pull: { outbox: { id: { $in: finished } } }, $inc: { version: 1 } },
    );
  }

  /** Claims an order whose time has come, so that sweepers side by side take different ones. Null when there is none. */
  async claimDue(now: Date, leaseUntil: Date): Promise<OrderRecord | null> {
    return this.model
      .findOneAndUpdate(
        { nextWorkAt: { $lte: now } },
        { $set: { nextWorkAt: leaseUntil }, $inc: { version: 1 } },
        { sort: { nextWorkAt: 1 }, returnDocument: 'after', sanitizeFilter: false },
      )
      .lean<OrderRecord>();
  }

  /** Moves the end of the hold on an unpaid order's stock; null when the order is no longer waiting for money. */
  async extendExpiry(id: string, expiresAt: Date): Promise<OrderRecord | null> {
    return this.change(
      { _id: new Types.ObjectId(id), status: 'pending', paymentStatus: 'unpaid' },
      { $max: { expiresAt, nextWorkAt: expiresAt }, $inc: { version: 1 } },
    );
  }

  private async page(filter: QueryFilter<OrderRecord>, limit: number, after: CursorValue | undefined) {
    return this.model
      .find({ ...filter, ...(after !== undefined && { _id: { $lt: new Types.ObjectId(String(after)) } }) })
      .setOptions({ sanitizeFilter: false })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<OrderRecord[]>();
  }

  private async change(
    filter: QueryFilter<OrderRecord>,
    update: UpdateQuery<OrderRecord>,
  ): Promise<OrderRecord | null> {
    return this.model
      .findOneAndUpdate(filter, update, { returnDocument: 'after', sanitizeFilter: false })
      .lean<OrderRecord>();
  }
}

function ownerFilter(owner: OrderOwner): QueryFilter<OrderRecord> {
  return 'userId' in owner
    ? { userId: new Types.ObjectId(owner.userId) }
    : { guestTokenHash: owner.guestTokenHash };
}

function historyOf(order: OrderRecord, step: Transition, at: Date): HistoryRecord[] {
  const fields = ['status', 'paymentStatus', 'fulfilmentStatus'] as const;
  return fields.flatMap((field) => {
    const to = step.to[field];
    if (to === undefined || to === order[field]) return [];
    return [
      {
        at,
        actor: step.actor,
        field,
        from: order[field],
        to,
        ...(step.note !== undefined && { note: step.note }),
      },
    ];
  });
}
