import { Decimal128, Double, Int32, Long } from 'bson';
import { MongoError } from '../errors.ts';
import { decimalParts } from './residual.ts';
import { BsonType, type Numeric, toNumber, typeOf } from './value.ts';

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/**
 * The result's type is the wider one of the operands; two ints whose sum needs more bits give a long.
 * @throws {MongoError} BadValue when a long would overflow
 */
export function add(a: Numeric, b: Numeric): Numeric {
  if (a instanceof Int32 && b instanceof Int32) {
    const small = a.value + b.value;
    if (small === (small | 0)) return new Int32(small);
  }
  const types = [typeOf(a), typeOf(b)];
  if (types.includes(BsonType.decimal)) return addDecimals(a, b);
  if (types.includes(BsonType.double)) return new Double(toNumber(a) + toNumber(b));
  const sum = BigInt(a.toString()) + BigInt(b.toString());
  if (sum > INT64_MAX || sum < INT64_MIN) throw new MongoError(2, 'integer overflow');
  const fitsInt = sum >= -0x8000_0000n && sum <= 0x7fff_ffffn;
  return fitsInt && !types.includes(BsonType.long) ? new Int32(Number(sum)) : Long.fromBigInt(sum);
}

function addDecimals(a: Numeric, b: Numeric): Decimal128 {
  const [left, right] = [decimalText(a), decimalText(b)];
  if (/nan|inf/i.test(left + right)) return Decimal128.fromString(String(Number(left) + Number(right)));
  const [x, xScale] = decimalParts(left);
  const [y, yScale] = decimalParts(right);
  const scale = Math.max(xScale, yScale);
  const digits = x * 10n ** BigInt(scale - xScale) + y * 10n ** BigInt(scale - yScale);
  return Decimal128.fromStringWithRounding(`${digits}E${-scale}`);
}

/** Doubles take part with their 15 significant digits. */
function decimalText(value: Numeric): string {
  return typeOf(value) === BsonType.double
    ? String(Number(toNumber(value).toPrecision(15)))
    : value.toString();
}
