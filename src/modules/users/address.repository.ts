import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, trusted, Types, type UpdateQuery } from 'mongoose';
import type { UserAddressRecord } from './user-address.schema.js';
import { UserRecord } from './user.schema.js';

/** Addresses that one account keeps. */
export const MAX_ADDRESSES = 100;

export interface AddressBook {
  addresses: UserAddressRecord[];
  defaultAddressId: string | undefined;
}

export type AddressFields = Omit<UserAddressRecord, 'id'>;
/** Null takes an optional field away. */
export type AddressChanges = { [Field in keyof AddressFields]?: AddressFields[Field] | null | undefined };

const BOOK = { addresses: 1, defaultAddressId: 1 };

/** The address books within the users. The limit and the place of an address stand in the filters of the writes. */
@Injectable()
export class AddressRepository {
  constructor(@InjectModel(UserRecord.name) private readonly model: Model<UserRecord>) {}

  async find(userId: string): Promise<AddressBook | null> {
    return toBook(await this.model.findById(userId, BOOK).lean<UserRecord>());
  }

  /** Adds an address, the first one as the default; null when the book is full. */
  async add(
    userId: string,
    id: string,
    fields: AddressFields,
    isDefault: boolean,
  ): Promise<AddressBook | null> {
    const address = { id: new Types.ObjectId(id), ...fields };
    const push = { $push: { addresses: address } };
    const pushDefault = { ...push, $set: { defaultAddressId: address.id } };
    const notFull = { [`addresses.${MAX_ADDRESSES - 1}`]: trusted({ $exists: false }) };
    if (isDefault) return this.change({ _id: userId, ...notFull }, pushDefault);
    return (
      (await this.change({ _id: userId, 'addresses.0': trusted({ $exists: false }) }, pushDefault)) ??
      this.change({ _id: userId, ...notFull }, push)
    );
  }

  /** Null when the user has no such address. @param isDefault true makes it the default; otherwise the default stays */
  async update(
    userId: string,
    id: string,
    changes: AddressChanges,
    isDefault: boolean,
  ): Promise<AddressBook | null> {
    const entries = Object.entries(changes).map(([field, value]) => [`addresses.$.${field}`, value] as const);
    const addressId = new Types.ObjectId(id);
    return this.change(
      { _id: userId, 'addresses.id': addressId },
      {
        $set: {
          ...Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined)),
          ...(isDefault && { defaultAddressId: addressId }),
        },
        $unset: Object.fromEntries(
          entries.filter(([, value]) => value === null).map(([path]) => [path, 1] as const),
        ),
      },
    );
  }

  /** False when the user has no such address. An account may be left without a default. */
  async remove(userId: string, id: string): Promise<boolean> {
    const addressId = new Types.ObjectId(id);
    const filter = { _id: userId, 'addresses.id': addressId };
    const pull = { $pull: { addresses: { id: addressId } } };
    const removed =
      (await this.change(
        { ...filter, defaultAddressId: addressId },
        { ...pull, $unset: { defaultAddressId: 1 } },
      )) ?? (await this.change(filter, pull));
    return removed !== null;
  }

  private async change(
    filter: QueryFilter<UserRecord>,
    update: UpdateQuery<UserRecord>,
  ): Promise<AddressBook | null> {
    const user = await this.model
      .findOneAndUpdate(filter, update, {
        returnDocument: 'after',
        projection: BOOK,
      })
      .lean<UserRecord>();
    return toBook(user);
  }
}

function toBook(user: Pick<UserRecord, 'addresses' | 'defaultAddressId'> | null): AddressBook | null {
  return user && { addresses: user.addresses, defaultAddressId: user.defaultAddressId?.toHexString() };
}
