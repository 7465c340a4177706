import { compareValues } from '../bson/compare.ts';
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

/** The order of documents. An array counts by its smallest element when ascending and by its greatest when descending. */
export function compileSort(sort: Doc): (a: Doc, b: Doc) => number {
  const fields = parseSort(sort).map((field) => ({ ...field, parts: field.path.split('.') }));
  return (a, b) => {
    for (const { parts, descending } of fields) {
      const order = compareValues(sortValue(a, parts, descending), sortValue(b, parts, descending));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

function sortValue(doc: Doc, parts: string[], descending: boolean): Value | undefined {
  const values = keyValues(doc, [parts]).map(([value]) => value);
  return values.reduce((best, value) => {
    const order = compareValues(value, best);
    return (descending ? order > 0 : order < 0) ? value : best;
  });
}
