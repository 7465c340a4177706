import { compareValues, valuesEqual } from '../bson/compare.ts';
import { keyOf } from '../bson/key.ts';
import {
  BsonType,
  type Doc,
  isDoc,
  isNumeric,
  toNumber,
  typeName,
  typeOf,
  type Value,
} from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { pullTest } from '../query/parse-query.ts';
import { compileSort } from '../query/sort.ts';
import type { Change } from './change.ts';

/** `$push`, with `$each`, `$position`, `$sort`, `$slice`. */
export function push(operand: Value, path: string): Change {
  const { $each: items, ...modifiers } = pushOptions(operand);
  const start = modifiers.$position === undefined ? Infinity : integer(modifiers.$position, '$position');
  const slice = modifiers.$slice === undefined ? undefined : integer(modifiers.$slice, '$slice');
  const order = modifiers.$sort === undefined ? undefined : elementOrder(modifiers.$sort);
  return (current) => {
    const array = arrayOrNew(current, path);
    array.splice(start, 0, ...(items as Value[]));
    if (order !== undefined) array.sort(order);
    if (slice === undefined) return array;
    return slice >= 0 ? array.slice(0, slice) : array.slice(slice);
  };
}

function pushOptions(operand: Value): Doc {
  if (!isDoc(operand) || !('$each' in operand)) return { $each: [operand] };
  if (!Array.isArray(operand['$each'])) {
    throw new MongoError(2, 'The argument to $each in $push must be an array');
  }
  const unknown = Object.keys(operand).find(
    (name) => !['$each', '$slice', '$sort', '$position'].includes(name),
  );
  if (unknown !== undefined) throw new MongoError(2, `Unrecognized clause in $push: ${unknown}`);
  return operand;
}

function integer(value: Value, name: string): number {
  if (!isNumeric(value) || !Number.isInteger(toNumber(value))) {
    throw new MongoError(2, `The value for ${name} must be an integer value`);
  }
  return toNumber(value);
}

/** `1`, `-1` for whole elements or a sort document for their fields. */
function elementOrder(sort: Value): (a: Value, b: Value) => number {
  if (isNumeric(sort)) {
    const direction = toNumber(sort);
    if (direction !== 1 && direction !== -1) {
      throw new MongoError(2, 'The $sort element value must be either 1 or -1');
    }
    return (a, b) => direction * compareValues(a, b);
  }
  if (!isDoc(sort) || Object.keys(sort).length === 0) {
    throw new MongoError(2, 'The $sort is invalid: use 1/-1 or {field: 1/-1}');
  }
  const compare = compileSort(sort);
  return (a, b) => compare(isDoc(a) ? a : {}, isDoc(b) ? b : {});
}

/** `$addToSet`, with `$each`. */
export function addToSet(operand: Value, path: string): Change {
  const items = addedItems(operand);
  return (current) => {
    const array = arrayOrNew(current, path);
    const present = new Set(array.map(keyOf));
    for (const item of items) {
      const key = keyOf(item);
      if (!present.has(key)) array.push(item);
      present.add(key);
    }
    return array;
  };
}

/** Only a document that begins with `$each` means one. */
function addedItems(operand: Value): Value[] {
  const [first, ...others] = isDoc(operand) ? Object.entries(operand) : [];
  if (first?.[0] !== '$each') return [operand];
  if (!Array.isArray(first[1])) {
    throw new MongoError(14, 'The argument to $each in $addToSet must be an array');
  }
  if (others.length > 0) throw new MongoError(2, 'Found unexpected fields after $each in $addToSet');
  return first[1];
}

/** `$pull`: a value, operators for the elements or a query for elements that are documents. */
export function pull(operand: Value, path: string): Change {
  const isCondition = isDoc(operand) || typeOf(operand) === BsonType.regex;
  const matches = isCondition ? pullTest(operand) : (element: Value) => valuesEqual(element, operand);
  return removing(path, '$pull', matches);
}

export function pullAll(operand: Value, path: string): Change {
  if (!Array.isArray(operand)) throw new MongoError(2, '$pullAll requires an array argument');
  const unwanted = new Set(operand.map(keyOf));
  return removing(path, '$pullAll', (element) => unwanted.has(keyOf(element)));
}

function removing(path: string, operator: string, matches: (element: Value) => boolean): Change {
  return (current) => {
    if (current === undefined) return undefined;
    if (!Array.isArray(current)) {
      throw new MongoError(2, `Cannot apply ${operator} to a non-array value at '${path}'`);
    }
    return current.filter((element) => !matches(element));
  };
}

/** `$pop`: 1 takes the last element, -1 the first. */
export function pop(operand: Value, path: string): Change {
  const end = isNumeric(operand) ? toNumber(operand) : undefined;
  if (end === undefined) throw new MongoError(9, `Expected a number in: ${path}`);
  if (end !== 1 && end !== -1) throw new MongoError(9, `$pop expects 1 or -1, found: ${end}`);
  return (current) => {
    if (current === undefined) return undefined;
    if (!Array.isArray(current)) {
      throw new MongoError(14, `Path '${path}' contains an element of type '${typeName(current)}'`);
    }
    return end === 1 ? current.slice(0, -1) : current.slice(1);
  };
}

function arrayOrNew(current: Value | undefined, path: string): Value[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return [...current];
  throw new MongoError(2, `The field '${path}' must be an array but is of type ${typeName(current)}`);
}
