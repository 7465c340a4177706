import { Int32 } from 'bson';
import { decode } from '../bson/codec.ts';
import { decodeFields } from '../bson/raw.ts';
import type { Doc } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { IndexSpec } from './index-spec.ts';
import type { Journal } from './journal.ts';
import { type Keys, OrderedIndex } from './ordered-index.ts';

/** Documents that are read from the journal at a time. */
const CHUNK = 250;

/** The keys of one document in some indexes. */
export type IndexedKeys = { index: OrderedIndex; keys: Keys }[];

/** The index that every collection has. */
export const ID_INDEX: IndexSpec = { name: '_id_', key: { _id: new Int32(1) }, unique: true };

/**
 * The documents of one collection with their indexes. A change checks every unique index before it touches
 * anything, so it happens whole or not at all.
 */
export class Collection {
  readonly namespace: string;
  readonly id: number;
  /** The documents as bytes, by record number; numbers grow in the order of insertion. */
  readonly records = new Map<number, Uint8Array>();
  /** The first one is that of _id. */
  readonly indexes: OrderedIndex[];
  private readonly journal: Journal;
  private isLoaded = false;
  private nextRecord = 1;

  constructor(namespace: string, id: number, journal: Journal, indexes: IndexSpec[]) {
    this.namespace = namespace;
    this.id = id;
    this.journal = journal;
    this.indexes = [ID_INDEX, ...indexes].map((spec) => new OrderedIndex(spec));
  }

  /** Takes over all that the journal holds. */
  load(): void {
    while (!this.loadSome());
  }

  /** Takes over some more of what the journal holds. Returns whether that was the last. */
  loadSome(): boolean {
    if (this.isLoaded) return true;
    const fields = new Set(this.indexes.flatMap(({ topFields }) => [...topFields]));
    const documents = this.journal.documents(this.id, this.nextRecord, CHUNK);
    for (const { record, bytes } of documents) this.put(record, decodeFields(bytes, fields), bytes);
    this.isLoaded = documents.length < CHUNK;
    return this.isLoaded;
  }

  read(record: number): Doc {
    return decode(this.records.get(record)!);
  }

  /** @throws {MongoError} DuplicateKey */
  insert(doc: Doc, bytes: Uint8Array): void {
    const record = this.nextRecord;
    const entries = keysIn(this.indexes, doc);
    for (const { index, keys } of entries) index.refuseDuplicate(this.namespace, keys, record, doc);
    this.put(record, doc, bytes, entries);
    this.journal.putDocument(this.id, record, bytes);
  }

  /** The indexes that depend on some of these top-level fields; all of them for undefined. */
  indexesOver(fields: ReadonlySet<string> | undefined): OrderedIndex[] {
    if (fields === undefined) return this.indexes;
    return this.indexes.filter(({ topFields }) => [...topFields].some((field) => fields.has(field)));
  }

  /**
   * Puts new bytes in the place of a document. `before` holds its keys in the indexes that the change may concern;
   * an index whose keys stay the same is not touched. Of `after`, those indexes' fields are enough.
   * @throws {MongoError} DuplicateKey
   */
  replace(record: number, bytes: Uint8Array, before: IndexedKeys, after: Doc): void {
    const changed = before
      .map(({ index, keys }) => ({ index, old: keys, keys: index.keysOf(after) }))
      .filter(({ old, keys }) => !sameKeys(old, keys));
    for (const { index, keys } of changed) index.refuseDuplicate(this.namespace, keys, record, after);
    for (const { index, old, keys } of changed) {
      index.remove(old, record);
      index.add(keys, record, after);
    }
    this.records.set(record, bytes);
    this.journal.putDocument(this.id, record, bytes);
  }

  remove(record: number, doc: Doc): void {
    for (const index of this.indexes) index.remove(index.keysOf(doc), record);
    this.records.delete(record);
    this.journal.removeDocument(this.id, record);
  }

  /** Builds indexes; none of them is kept when two documents collide in one. */
  createIndexes(specs: IndexSpec[]): void {
    this.indexes.push(...specs.map((spec) => this.build(spec)));
  }

  private build(spec: IndexSpec): OrderedIndex {
    const index = new OrderedIndex(spec);
    for (const [record, bytes] of this.records) {
      const doc = decodeFields(bytes, index.topFields);
      const keys = index.keysOf(doc);
      index.refuseDuplicate(this.namespace, keys, record, doc);
      index.add(keys, record, doc);
    }
    return index;
  }

  dropIndexes(names: string[]): void {
    for (const name of names) this.indexes.splice(this.indexes.indexOf(this.findIndex(name)), 1);
  }

  /** @throws {MongoError} IndexNotFound */
  findIndex(name: string): OrderedIndex {
    const index = this.indexes.find(({ spec }) => spec.name === name);
    if (index === undefined) throw new MongoError(27, `index not found with name [${name}]`);
    return index;
  }

  private put(record: number, doc: Doc, bytes: Uint8Array, entries = keysIn(this.indexes, doc)): void {
    this.records.set(record, bytes);
    for (const { index, keys } of entries) index.add(keys, record, doc);
    this.nextRecord = Math.max(this.nextRecord, record + 1);
  }
}

/** The keys of a document in some indexes; the fields that these depend on are enough of it. */
export function keysIn(indexes: OrderedIndex[], doc: Doc): IndexedKeys {
  return indexes.map((index) => ({ index, keys: index.keysOf(doc) }));
}

function sameKeys(a: Keys, b: Keys): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key));
}
