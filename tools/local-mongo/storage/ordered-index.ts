import { Int32, ObjectId } from 'bson';
import { compoundKey, EMPTY_ARRAY } from '../bson/key.ts';
import { keyValues } from '../bson/key-values.ts';
import { type Doc, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { parseQuery } from '../query/parse-query.ts';
import { fieldsOfQuery, nowhere, type Predicate, topField } from '../query/predicate.ts';
import type { IndexSpec } from './index-spec.ts';
import { createSortedMap, type SortedMap } from './sorted-map.ts';

/** The keys of one document in one index. */
export type Keys = ReadonlySet<string>;

export interface IndexField {
  path: string;
  parts: string[];
  descending: boolean;
  /** Some document has an array on this path. */
  isMultikey: boolean;
}

/**
 * One index: entries in the order of its key, each a document's key followed by its record number.
 * Without entries for documents that a sparse or partial index leaves out.
 */
export class OrderedIndex {
  readonly fields: IndexField[];
  readonly entries: SortedMap = createSortedMap();
  /** What a document must satisfy to be in a partial index. */
  readonly filter: Predicate | undefined;
  /** The top-level fields that decide about a document's keys. */
  readonly topFields: ReadonlySet<string>;

  readonly spec: IndexSpec;

  constructor(spec: IndexSpec) {
    this.spec = spec;
    this.fields = Object.entries(spec.key).map(([path, direction]) => ({
      path,
      parts: path.split('.'),
      descending: isNumeric(direction) && toNumber(direction) < 0,
      isMultikey: false,
    }));
    if (spec.partialFilterExpression !== undefined) this.filter = parseQuery(spec.partialFilterExpression);
    const filtered = this.filter === undefined ? [] : fieldsOfQuery(this.filter);
    this.topFields = new Set([...this.fields.map(({ path }) => topField(path)), ...filtered]);
  }

  get isMultikey(): boolean {
    return this.fields.some((field) => field.isMultikey);
  }

  /** The keys of a document in this index; most often one. */
  keysOf(doc: Doc): Keys {
    if (this.filter !== undefined && !this.filter.test(doc, nowhere())) return new Set();
    const tuples = keyValues(
      doc,
      this.fields.map(({ parts }) => parts),
    );
    if (this.spec.sparse === true && tuples.every((tuple) => tuple.every((value) => value === undefined))) {
      return new Set();
    }
    const descending = this.fields.map((field) => field.descending);
    return new Set(tuples.map((tuple) => compoundKey(tuple, descending)));
  }

  /** @throws {MongoError} DuplicateKey when the index is unique and another record has one of the keys */
  refuseDuplicate(namespace: string, keys: Keys, record: number, doc: Doc): void {
    if (this.spec.unique !== true) return;
    for (const key of keys) {
      const next = this.entries.getPairOrNextHigher(key);
      if (next === undefined || !next[0].startsWith(key) || next[1] === record) continue;
      throw this.duplicate(namespace, key, doc);
    }
  }

  add(keys: Keys, record: number, doc: Doc): void {
    const suffix = recordSuffix(record);
    for (const key of keys) this.entries.set(key + suffix, record);
    for (const field of this.fields) field.isMultikey ||= passesArray(doc, field.parts);
  }

  remove(keys: Keys, record: number): void {
    const suffix = recordSuffix(record);
    for (const key of keys) this.entries.delete(key + suffix);
  }

  private duplicate(namespace: string, key: string, doc: Doc): MongoError {
    const paths = this.fields.map(({ parts }) => parts);
    const descending = this.fields.map((field) => field.descending);
    const tuple = keyValues(doc, paths).find((values) => compoundKey(values, descending) === key)!;
    const shown = this.fields.map(({ path }, i) => `${path}: ${show(tuple[i] ?? null)}`);
    // An empty array stands under BSON's undefined: that type is deprecated, so clients are told null.
    const values = tuple.map((value) => (value === EMPTY_ARRAY ? null : (value ?? null)));
    const keyValue = Object.fromEntries(this.fields.map(({ path }, i) => [path, values[i]!]));
    return new MongoError(
      11000,
      `E11000 duplicate key error collection: ${namespace} index: ${this.spec.name} dup key: { ${shown.join(', ')} }`,
      { keyPattern: this.spec.key, keyValue },
    );
  }
}

/** Keeps the entries of one key apart and in the order of their records; begins with a byte that no key continues with. */
function recordSuffix(record: number): string {
  return `\x01${String.fromCharCode(
    (record / 2 ** 40) & 0xff,
    (record / 2 ** 32) & 0xff,
    (record >>> 24) & 0xff,
    (record >>> 16) & 0xff,
    (record >>> 8) & 0xff,
    record & 0xff,
  )}`;
}

function passesArray(doc: Doc, parts: string[]): boolean {
  let value: Value | undefined = doc;
  for (const part of parts) {
    if (Array.isArray(value)) return true;
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Doc)[part];
  }
  return Array.isArray(value);
}

function show(value: Value): string {
  if (value === EMPTY_ARRAY) return 'undefined';
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Int32) return String(value.value);
  return isNumeric(value) ? value.toString() : JSON.stringify(value);
}
