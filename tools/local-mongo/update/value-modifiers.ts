import { add } from '../bson/arithmetic.ts';
import { compareValues } from '../bson/compare.ts';
import { isNumeric, type Numeric, typeName, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Change } from './change.ts';

export function set(operand: Value): Change {
  return () => operand;
}

export function increment(operand: Value, path: string): Change {
  if (!isNumeric(operand)) throw new MongoError(14, `Cannot increment with non-numeric argument: ${path}`);
  return (current) => (current === undefined ? operand : add(numberAt(current, path), operand));
}

function numberAt(current: Value, path: string): Numeric {
  if (isNumeric(current)) return current;
  const field = path.split('.').at(-1)!;
  throw new MongoError(
    14,
    `Cannot apply $inc to the field '${field}' of non-numeric type ${typeName(current)}`,
  );
}

export function minimum(operand: Value): Change {
  return (current) => (current === undefined || compareValues(operand, current) < 0 ? operand : undefined);
}

export function maximum(operand: Value): Change {
  return (current) => (current === undefined || compareValues(operand, current) > 0 ? operand : undefined);
}
