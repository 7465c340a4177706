import { compareKeys } from '../bson/compare.ts';
import { compoundKey } from '../bson/key.ts';
import { keyValues } from '../bson/key-values.ts';
import { type Doc, isNumeric, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';

export interface SortField {
  path: string;
  descending: boolean;
}

/** @throws {MongoError} BadValue unless each direction is 1 or -1 */
export function parseSort(sort: Doc): SortField[] {
  return Object.entries(sort).map(([path, direction]) => {
    const number = isNumeric(direction) ? toNumber(direction) : undefined;
    if (number !== 1 && number !== -1) {
      throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    if (path.startsWith('$') && path !== '$natural') {
      throw new MongoError(16410, "FieldPath field names may not start with '$'.");
    }
    return { path, descending: number === -1 };
  });
}

/**
 * The order of documents, each by the least of the keys that an index over the fields would have for it: of an array
 * the smallest element counts when ascending and the greatest when descending, and fields of one array stay together.
 * @throws {MongoError} BadValue, while it compares, for a document in which two of the fields lead through different arrays
 */
export function compileSort(sort: Doc): (a: Doc, b: Doc) => number {
  const fields = parseSort(sort);
  const paths = fields.map(({ path }) => path.split('.'));
  const descending = fields.map((field) => field.descending);
  const keys = new WeakMap<Doc, string>();
  const keyOf = (doc: Doc): string => {
    const known = keys.get(doc);
    if (known !== undefined) return known;
    const [first = '', ...others] = sortTuples(doc, paths).map((tuple) => compoundKey(tuple, descending));
    const key = others.reduce((least, other) => (other < least ? other : least), first);
    keys.set(doc, key);
    return key;
  };
  return (a, b) => compareKeys(keyOf(a), keyOf(b));
}

function sortTuples(doc: Doc, paths: string[][]): (Value | undefined)[][] {
  try {
    return keyValues(doc, paths);
  } catch (error) {
    if (!(error instanceof MongoError) || error.code !== 171) throw error;
    throw new MongoError(2, 'cannot sort with keys that are parallel arrays');
  }
}
