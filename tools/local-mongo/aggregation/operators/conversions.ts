import { Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { isNumeric, toNumber, typeName, type Value } from '../../bson/value.ts';
import { MongoError } from '../../errors.ts';
import { isTrue } from '../expression.ts';
import { type OperatorCompiler, strict } from './strict.ts';

/** Null and missing stay null. */
function converting(convert: (value: Value) => Value): OperatorCompiler {
  return strict({ exactly: 1 }, (value) => (value == null ? null : convert(value)));
}

function refuse(value: Value, target: string): never {
  throw new MongoError(
    241,
    `Unsupported conversion from ${typeName(value)} to ${target} in $convert with no onError value`,
  );
}

function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  return isNumeric(value) ? value.toString() : refuse(value, 'string');
}

function numberOf(value: Value, target: string): number {
  if (typeof value === 'boolean') return Number(value);
  if (isNumeric(value)) return toNumber(value);
  if (value instanceof Date && target !== 'int') return value.getTime();
  if (typeof value !== 'string') return refuse(value, target);
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(value)) {
    throw new MongoError(241, `Failed to parse number '${value}' in $convert with no onError value`);
  }
  return Number(value);
}

function whole(value: Value, target: string, limit: number): number {
  const isText = typeof value === 'string' && !/^[-+]?\d+$/.test(value);
  if (isText)
    throw new MongoError(241, `Failed to parse number '${value}' in $convert with no onError value`);
  const number = Math.trunc(numberOf(value, target));
  if (number >= -limit && number < limit) return number;
  throw new MongoError(241, 'Conversion would overflow target type in $convert with no onError value');
}

function toDate(value: Value): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  const date =
    typeof value === 'string'
      ? new Date(value)
      : isNumeric(value)
        ? new Date(toNumber(value))
        : refuse(value, 'date');
  if (Number.isNaN(date.getTime()))
    throw new MongoError(
      241,
      `Error parsing date string '${typeof value === 'string' ? value : typeName(value)}'`,
    );
  return date;
}

function toObjectId(value: Value): ObjectId {
  if (value instanceof ObjectId) return value;
  if (typeof value !== 'string') return refuse(value, 'objectId');
  if (!/^[0-9a-f]{24}$/i.test(value)) {
    throw new MongoError(241, `Failed to parse objectId '${value}' in $convert with no onError value`);
  }
  return new ObjectId(value);
}

export const CONVERSIONS: Record<string, OperatorCompiler> = {
  $toString: converting(toText),
  $toInt: converting((value) => new Int32(whole(value, 'int', 2 ** 31))),
  $toLong: converting((value) =>
    value instanceof Long ? value : Long.fromNumber(whole(value, 'long', 2 ** 63)),
  ),
  $toDouble: converting((value) => new Double(numberOf(value, 'double'))),
  $toDecimal: converting((value) =>
    value instanceof Decimal128
      ? value
      : Decimal128.fromStringWithRounding(
          toText(isNumeric(value) ? value : new Double(numberOf(value, 'decimal'))),
        ),
  ),
  $toBool: converting((value) => typeof value === 'string' || isTrue(value)),
  $toDate: converting(toDate),
  $toObjectId: converting(toObjectId),
  $type: strict({ exactly: 1 }, (value) => (value === undefined ? 'missing' : typeName(value))),
  $isNumber: strict({ exactly: 1 }, (value) => isNumeric(value)),
};
