import { Decimal128, Double, Int32, Long } from 'bson';
import { MongoError } from '../errors.ts';
import { decimalParts } from './residual.ts';
import { BsonType, type Numeric, toNumber, typeOf } from './value.ts';

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export function add(a: Numeric, b: Numeric): Numeric {
  return combine(a, b, {
    integers: (x, y) => x + y,
    doubles: (x, y) => x + y,
    decimals: ([x, xScale], [y, yScale]) => {
      const scale = Math.max(xScale, yScale);
      return [x * 10n ** BigInt(scale - xScale) + y * 10n ** BigInt(scale - yScale), scale];
    },
  });
}

export function multiply(a: Numeric, b: Numeric): Numeric {
  return combine(a, b, {
    integers: (x, y) => x * y,
    doubles: (x, y) => x * y,
    decimals: ([x, xScale], [y, yScale]) => [x * y, xScale + yScale],
  });
}

interface Operation {
  integers(a: bigint, b: bigint): bigint;
  doubles(a: number, b: number): number;
  decimals(a: [bigint, number], b: [bigint, number]): [digits: bigint, scale: number];
}

/**
 * The result's type is the wider one of the operands; two ints whose result needs more bits give a long.
 * @throws {MongoError} BadValue when a long would overflow
 */
function combine(a: Numeric, b: Numeric, operation: Operation): Numeric {
  if (a instanceof Int32 && b instanceof Int32) {
    const small = operation.doubles(a.value, b.value);
    if (small === (small | 0)) return new Int32(small);
  }
  const types = [typeOf(a), typeOf(b)];
  if (types.includes(BsonType.decimal)) return combineDecimals(a, b, operation);
  if (types.includes(BsonType.double)) return new Double(operation.doubles(toNumber(a), toNumber(b)));
  const result = operation.integers(BigInt(a.toString()), BigInt(b.toString()));
  if (result > INT64_MAX || result < INT64_MIN) throw new MongoError(2, 'integer overflow');
  const fitsInt = result >= -0x8000_0000n && result <= 0x7fff_ffffn;
  return fitsInt && !types.includes(BsonType.long) ? new Int32(Number(result)) : Long.fromBigInt(result);
}

function combineDecimals(a: Numeric, b: Numeric, operation: Operation): Decimal128 {
  const [left, right] = [decimalText(a), decimalText(b)];
  if (/nan|inf/i.test(left + right)) {
    return Decimal128.fromString(String(operation.doubles(Number(left), Number(right))));
  }
  const [digits, scale] = operation.decimals(decimalParts(left), decimalParts(right));
  return Decimal128.fromStringWithRounding(`${digits}E${-scale}`);
}

/** Doubles take part with their 15 significant digits. */
function decimalText(value: Numeric): string {
  return typeOf(value) === BsonType.double
    ? String(Number(toNumber(value).toPrecision(15)))
    : value.toString();
}
