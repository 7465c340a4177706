import { Injectable } from '@nestjs/common';
import { newObjectId } from '../../common/persistence/object-id.js';
import { ResourceNotFoundError } from '../../common/errors/common.errors.js';
import {
  type AddressBook,
  type AddressChanges,
  type AddressFields,
  AddressRepository,
  MAX_ADDRESSES,
} from './address.repository.js';
import { AddressLimitError, UserNotFoundError } from './user.errors.js';
import type { UserAddressRecord } from './user-address.schema.js';

/** An address of a user's book. */
export interface UserAddress extends AddressFields {
  id: string;
  isDefault: boolean;
}

/** Address books. Every call names the owner, so that a foreign address answers like a missing one. */
@Injectable()
export class AddressesService {
  constructor(private readonly books: AddressRepository) {}

  /** In the order in which they were added. */
  async list(userId: string): Promise<UserAddress[]> {
    const book = await this.books.find(userId);
    if (book === null) throw new UserNotFoundError();
    return book.addresses.map((address) => toAddress(address, book));
  }

  /** @throws {ResourceNotFoundError} */
  async get(userId: string, id: string): Promise<UserAddress> {
    return pick(await this.books.find(userId), id);
  }

  /** @throws {AddressLimitError} */
  async create(userId: string, fields: AddressFields, isDefault: boolean): Promise<UserAddress> {
    const id = newObjectId().toHexString();
    const book = await this.books.add(userId, id, fields, isDefault);
    if (book === null) throw new AddressLimitError(MAX_ADDRESSES);
    return pick(book, id);
  }

  /** @throws {ResourceNotFoundError} */
  async update(
    userId: string,
    id: string,
    changes: AddressChanges,
    isDefault: boolean,
  ): Promise<UserAddress> {
    return pick(await this.books.update(userId, id, changes, isDefault), id);
  }

  /** @throws {ResourceNotFoundError} */
  async remove(userId: string, id: string): Promise<void> {
    if (!(await this.books.remove(userId, id))) throw notFound();
  }
}

function pick(book: AddressBook | null, id: string): UserAddress {
  const address = book?.addresses.find((candidate) => candidate.id.toHexString() === id);
  if (!book || !address) throw notFound();
  return toAddress(address, book);
}

function toAddress({ id, ...fields }: UserAddressRecord, book: AddressBook): UserAddress {
  const hex = id.toHexString();
  return { id: hex, ...fields, isDefault: hex === book.defaultAddressId };
}

function notFound(): ResourceNotFoundError {
  return new ResourceNotFoundError('address', 'users.address_not_found');
}
