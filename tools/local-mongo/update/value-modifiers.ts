import { Int32, Long, Timestamp } from 'bson';
import { add, multiply } from '../bson/arithmetic.ts';
import { compareValues } from '../bson/compare.ts';
import { BsonType, isDoc, isNumeric, type Numeric, typeName, typeOf, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Change } from './change.ts';
import { inspect } from './update-path.ts';

export function set(operand: Value): Change {
  return () => operand;
}

export function increment(operand: Value, path: string): Change {
  if (!isNumeric(operand)) {
    throw new MongoError(14, `Cannot increment with non-numeric argument: {${path}: ${inspect(operand)}}`);
  }
  return (current) => (current === undefined ? operand : add(numberAt(current, '$inc', path), operand));
}

export function multiplyBy(operand: Value, path: string): Change {
  if (!isNumeric(operand)) {
    throw new MongoError(14, `Cannot multiply with non-numeric argument: {${path}: ${inspect(operand)}}`);
  }
  return (current) =>
    multiply(current === undefined ? new Int32(0) : numberAt(current, '$mul', path), operand);
}

function numberAt(current: Value, operator: string, path: string): Numeric {
  if (isNumeric(current)) return current;
  const field = path.split('.').at(-1)!;
  throw new MongoError(
    14,
    `Cannot apply ${operator} to a value of non-numeric type. The document has the field '${field}' of non-numeric type ${typeName(current)}`,
  );
}

export function minimum(operand: Value): Change {
  return (current) => (current === undefined || compareValues(operand, current) < 0 ? operand : undefined);
}

export function maximum(operand: Value): Change {
  return (current) => (current === undefined || compareValues(operand, current) > 0 ? operand : undefined);
}

/** `$currentDate`: `true` or `{ $type: 'date' }` for a date, `{ $type: 'timestamp' }` for a timestamp. */
export function currentDate(operand: Value): Change {
  if (typeof operand === 'boolean') return () => new Date();
  const type = isDoc(operand) && Object.keys(operand).length === 1 ? operand['$type'] : undefined;
  if (type === 'date') return () => new Date();
  if (type === 'timestamp') {
    return () => new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
  }
  throw new MongoError(
    2,
    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
  );
}

const BITWISE: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

/** `$bit`: `and`, `or` and `xor` of whole numbers, one after the other. */
export function bitwise(operand: Value, path: string): Change {
  if (!isDoc(operand) || Object.keys(operand).length === 0) {
    throw new MongoError(2, `The $bit modifier is not compatible with ${inspect(operand)}`);
  }
  const steps = Object.entries(operand).map(([name, mask]) => {
    const operation = BITWISE[name];
    if (operation === undefined) {
      throw new MongoError(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    }
    return { operation, mask: wholeNumber(mask, path) };
  });
  return (current) =>
    steps.reduce<Int32 | Long>(
      (value, { operation, mask }) => {
        const result = operation(BigInt(value.toString()), BigInt(mask.toString()));
        return value instanceof Long || mask instanceof Long
          ? Long.fromBigInt(result)
          : new Int32(Number(result));
      },
      current === undefined ? new Int32(0) : wholeNumber(current, path),
    );
}

function wholeNumber(value: Value, path: string): Int32 | Long {
  const type = typeOf(value);
  if (type === BsonType.int || type === BsonType.long) return value as Int32 | Long;
  throw new MongoError(
    2,
    `Cannot apply $bit to a value of non-integral type at '${path}': ${typeName(value)}`,
  );
}
