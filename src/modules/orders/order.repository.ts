import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types, type UpdateQuery } from 'mongoose';
import { isDuplicateKey } from '../../common/persistence/mongo-errors.js';
import type { Step } from './domain/order.js';
import { FINAL_STATUSES, type OrderStates, VISIBLE_STATUSES } from './domain/order-lifecycle.js';
import { type HistoryRecord, type NoteRecord, OrderRecord } from './order.schema.js';

/** What a client never sees as an order is one that is being placed or was refused. */
const VISIBLE = trusted({ $in: [...VISIBLE_STATUSES] });

const OVER = trusted({ $in: [...FINAL_STATUSES] });
const ERASED = 'erased';

/** Whose order it is: a customer's, or a guest's who holds the cart's token. */
export type OrderOwner = { userId: string } | { guestTokenHash: string };

/** What staff may narrow their list by. */
export interface OrderFilter extends Partial<OrderStates> {
  number?: string;
  email?: string;
  isAwaitingGoods?: true;
}

export type NewOrder = Omit<OrderRecord, 'createdAt' | 'updatedAt'>;

const STATE_FIELDS = ['status', 'paymentStatus', 'fulfilmentStatus'] as const;

/** Every query of the orders. A change names the version that it was decided on, so of two that race one decides anew. */
@Injectable()
export class OrderRepository {
  constructor(@InjectModel(OrderRecord.name) private readonly model: Model<OrderRecord>) {}

  /** Stores an order that is being placed; null when its cart has one already. */
  async insert(order: NewOrder): Promise<OrderRecord | null> {
    try {
      const created = await this.model.create(order);
      return created.toObject<OrderRecord>();
    } catch (error) {
      if (isDuplicateKey(error, 'cartKey') || isDuplicateKey(error, '_id')) return null;
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
    return this.findVisible({ _id: id, ...ownerFilter(owner) });
  }

  async findVisibleById(id: string): Promise<OrderRecord | null> {
    return this.findVisible({ _id: id });
  }

  async findVisibleByNumber(number: string): Promise<OrderRecord | null> {
    return this.findVisible({ number });
  }

  /** Newest first; `before` is the id of the last row of the page before. */
  async findPageOfUser(userId: string, limit: number, before: string | undefined): Promise<OrderRecord[]> {
    return this.page({ userId: new Types.ObjectId(userId), status: VISIBLE }, limit, before);
  }

  /** Newest first, over all customers; `before` as above. */
  async findPage(filter: OrderFilter, limit: number, before: string | undefined): Promise<OrderRecord[]> {
    return this.page({ status: VISIBLE, ...filter }, limit, before);
  }

  /**
   * Takes an order one step. Null when it has changed since it was read.
   * The effects stand in the same write, and `nextWorkAt` makes the sweeper finish them should this process die.
   */
  async take(order: OrderRecord, step: Step, actor: string, now: Date): Promise<OrderRecord | null> {
    const outbox = (step.effects ?? []).map((effect) => ({ id: new Types.ObjectId(), effect }));
    return this.change(
      { _id: order._id, version: order.version },
      {
        $set: { ...step.to, ...(outbox.length > 0 && { nextWorkAt: now }), ...step.set },
        $inc: { version: 1 },
        ...(step.unset && { $unset: Object.fromEntries(step.unset.map((field) => [field, 1])) }),
        $push: {
          ...step.push,
          history: { $each: historyOf(order, step, actor, now) },
          outbox: { $each: outbox },
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
    const strike = { $pull: { outbox: { id: { $in: finished } } }, $inc: { version: 1 } };
    const settled = await this.change(
      { _id: order._id, version: order.version },
      { ...strike, ...(nextWorkAt === undefined ? { $unset: { nextWorkAt: 1 } } : { $set: { nextWorkAt } }) },
    );
    return settled ?? this.change({ _id: order._id }, strike);
  }

  /** Claims an order whose time has come, so that sweepers side by side take different ones. Null when there is none. */
  async claimDue(now: Date, leaseUntil: Date): Promise<OrderRecord | null> {
    return this.model
      .findOneAndUpdate(
        { nextWorkAt: trusted({ $lte: now }) },
        { $set: { nextWorkAt: leaseUntil }, $inc: { version: 1 } },
        { sort: { nextWorkAt: 1 }, returnDocument: 'after' },
      )
      .lean<OrderRecord>();
  }

  /** Confirmed orders that wait for goods and are sold already, the oldest first. */
  async findAwaitingGoods(after: string | undefined, limit: number): Promise<OrderRecord[]> {
    return this.model
      .find({
        isAwaitingGoods: true,
        status: 'confirmed',
        'outbox.effect.kind': trusted({ $ne: 'stock.commit' }),
        ...(after !== undefined && { _id: trusted({ $gt: new Types.ObjectId(after) }) }),
      })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<OrderRecord[]>();
  }

  /** Moves the end of the hold on an unpaid order's stock; null when the order no longer waits for money. */
  async extendExpiry(id: string, expiresAt: Date): Promise<OrderRecord | null> {
    return this.change(
      { _id: new Types.ObjectId(id), status: 'pending', paymentStatus: 'unpaid' },
      { $max: { expiresAt }, $inc: { version: 1 } },
    );
  }

  /** Adds a note, once per id; null when the order has as many as it may. */
  async addNote(id: string, note: NoteRecord, maximum: number): Promise<OrderRecord | null> {
    return this.change(
      {
        _id: new Types.ObjectId(id),
        'notes.id': trusted({ $ne: note.id }),
        [`notes.${maximum - 1}`]: trusted({ $exists: false }),
      },
      { $push: { notes: note }, $inc: { version: 1 } },
    );
  }

  async findAllOfUser(userId: string): Promise<OrderRecord[]> {
    return this.model
      .find({ userId: new Types.ObjectId(userId), status: VISIBLE })
      .sort({ _id: -1 })
      .lean<OrderRecord[]>();
  }

  /** Notes that a customer wants to be forgotten. */
  async requestErasure(userId: string): Promise<void> {
    await this.model.updateMany({ userId: new Types.ObjectId(userId) }, { $set: { isErasureDue: true } });
  }

  /** Orders whose customer wants to be forgotten and that nothing is left to do for. */
  async findErasable(limit: number): Promise<Types.ObjectId[]> {
    const orders = await this.model
      .find({ isErasureDue: true, status: OVER, 'outbox.0': trusted({ $exists: false }) }, { _id: 1 })
      .limit(limit)
      .lean<Pick<OrderRecord, '_id'>[]>();
    return orders.map(({ _id }) => _id);
  }

  /** Takes the person out of an order; amounts, taxes and where it was delivered to in broad terms stay. */
  async erase(id: Types.ObjectId): Promise<void> {
    await this.model.updateOne(
      { _id: id, status: OVER },
      {
        $set: {
          email: ERASED,
          'shippingAddress.firstName': ERASED,
          'shippingAddress.lastName': ERASED,
          'shippingAddress.phone': ERASED,
          'shippingAddress.line1': ERASED,
          'notes.$[].text': ERASED,
        },
        $unset: {
          isErasureDue: 1,
          customerNote: 1,
          guestTokenHash: 1,
          'shippingAddress.line2': 1,
          'shippingAddress.postalCode': 1,
        },
        $inc: { version: 1 },
      },
    );
  }

  private async findVisible(filter: QueryFilter<OrderRecord>): Promise<OrderRecord | null> {
    return this.model.findOne({ ...filter, status: VISIBLE }).lean<OrderRecord>();
  }

  private async page(filter: QueryFilter<OrderRecord>, limit: number, before: string | undefined) {
    return this.model
      .find({ ...filter, ...(before !== undefined && { _id: trusted({ $lt: new Types.ObjectId(before) }) }) })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<OrderRecord[]>();
  }

  private async change(
    filter: QueryFilter<OrderRecord>,
    update: UpdateQuery<OrderRecord>,
  ): Promise<OrderRecord | null> {
    return this.model.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean<OrderRecord>();
  }
}

function ownerFilter(owner: OrderOwner): QueryFilter<OrderRecord> {
  return 'userId' in owner
    ? { userId: new Types.ObjectId(owner.userId) }
    : { guestTokenHash: owner.guestTokenHash };
}

function historyOf(order: OrderRecord, step: Step, actor: string, at: Date): HistoryRecord[] {
  return STATE_FIELDS.flatMap((field) => {
    const to = step.to[field];
    const from = order[field];
    if (to === undefined || to === from) return [];
    return [{ at, actor, field, from, to, ...(step.note !== undefined && { note: step.note }) }];
  });
}
