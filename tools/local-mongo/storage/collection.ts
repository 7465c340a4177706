import { Int32 } from 'bson';
import { decode } from '../bson/codec.ts';
import type { Doc } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { IndexSpec } from './index-spec.ts';
import type { Journal } from './journal.ts';
import { OrderedIndex } from './ordered-index.ts';

const ID_INDEX: IndexSpec = { name: '_id_', key: { _id: new Int32(1) }, unique: true };

/**
 * The documents of one collection with their indexes. A change checks every unique index before it touches
 * anything, so it happens whole or not at all.
 */
export class Collection {
  readonly namespace: string;
  readonly id: number;
  /** The documents as bytes, by record number; numbers grow in the order of insertion. */
  readonly records = new Map<number, Uint8Array>();
  readonly indexes: OrderedIndex[] = [new OrderedIndex(ID_INDEX)];
  private readonly journal: Journal;
  private nextRecord = 1;

  constructor(namespace: string, id: number, journal: Journal) {
    this.namespace = namespace;
    this.id = id;
    this.journal = journal;
  }

  read(record: number): Doc {
    return decode(this.records.get(record)!);
  }

  insert(doc: Doc, bytes: Uint8Array): void {
    const record = this.nextRecord;
    const keys = this.checkedKeys(doc, record);
    this.put(record, doc, bytes, keys);
    this.journal.put(this.id, record, bytes);
  }

  replace(record: number, before: Doc, after: Doc, bytes: Uint8Array): void {
    const keys = this.checkedKeys(after, record);
    for (const index of this.indexes) index.remove(index.keysOf(before), record);
    this.put(record, after, bytes, keys);
    this.journal.put(this.id, record, bytes);
  }

  remove(record: number, doc: Doc): void {
    for (const index of this.indexes) index.remove(index.keysOf(doc), record);
    this.records.delete(record);
    this.journal.remove(this.id, record);
  }

  /** Takes a document that the journal holds already. */
  restore(record: number, bytes: Uint8Array): void {
    const doc = decode(bytes);
    this.put(
      record,
      doc,
      bytes,
      this.indexes.map((index) => index.keysOf(doc)),
    );
  }

  /** Builds an index; nothing is kept when two documents collide. */
  createIndex(spec: IndexSpec): void {
    const index = new OrderedIndex(spec);
    for (const [record, bytes] of this.records) {
      const doc = decode(bytes);
      const keys = index.keysOf(doc);
      index.refuseDuplicate(this.namespace, keys, record, doc);
      index.add(keys, record, doc);
    }
    this.indexes.push(index);
  }

  dropIndexes(doomed: OrderedIndex[]): void {
    for (const index of doomed) this.indexes.splice(this.indexes.indexOf(index), 1);
  }

  /** @throws {MongoError} IndexNotFound */
  findIndex(name: string): OrderedIndex {
    const index = this.indexes.find(({ spec }) => spec.name === name);
    if (index === undefined) throw new MongoError(27, `index not found with name [${name}]`);
    return index;
  }

  private checkedKeys(doc: Doc, record: number): Set<string>[] {
    return this.indexes.map((index) => {
      const keys = index.keysOf(doc);
      index.refuseDuplicate(this.namespace, keys, record, doc);
      return keys;
    });
  }

  private put(record: number, doc: Doc, bytes: Uint8Array, keys: Set<string>[]): void {
    this.records.set(record, bytes);
    for (const [i, index] of this.indexes.entries()) index.add(keys[i]!, record, doc);
    this.nextRecord = Math.max(this.nextRecord, record + 1);
  }
}
