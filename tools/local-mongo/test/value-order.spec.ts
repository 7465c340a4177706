import {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import * as fc from 'fast-check';
import { compareValues } from '../bson/compare.ts';
import { compoundKey, keyOf } from '../bson/key.ts';
import type { Value } from '../bson/value.ts';

/** From MongoDB's documentation of its order of types, with values of each in their own order. */
const ASCENDING: Value[] = [
  new MinKey(),
  null,
  new Double(NaN),
  new Double(-Infinity),
  Decimal128.fromString('-1E+6000'),
  Long.MIN_VALUE,
  new Double(-1.5),
  new Int32(-1),
  new Double(-5e-324),
  Decimal128.fromString('-1E-6000'),
  new Int32(0),
  Decimal128.fromString('1E-6000'),
  Decimal128.fromString('0.1'),
  new Double(0.1),
  new Int32(1),
  Decimal128.fromString('1.000000000000000000000000000000001'),
  new Double(9007199254740992),
  Long.fromString('9007199254740993'),
  Long.MAX_VALUE,
  new Double(2 ** 63),
  new Double(Number.MAX_VALUE),
  Decimal128.fromString('1E+6000'),
  new Double(Infinity),
  '',
  '\0',
  '\0\0',
  '\u0001',
  'A',
  'a',
  'a\0b',
  'a\u0001',
  'ab',
  'é',
  '\uffff',
  '\u{10000}',
  {},
  { a: null },
  { a: new Int32(1) },
  { a: new Int32(1), b: null },
  { b: new Int32(0) },
  { a: 'x' },
  [],
  [new Int32(1)],
  [new Int32(1), new Int32(0)],
  [new Int32(2)],
  new Binary(Buffer.from([9]), 0),
  new Binary(Buffer.from([1]), 5),
  new Binary(Buffer.from([0, 0]), 0),
  new ObjectId('000000000000000000000000'),
  new ObjectId('ffffffffffffffffffffffff'),
  false,
  true,
  new Date(-1),
  new Date(0),
  new Timestamp({ t: 1, i: 1 }),
  new Timestamp({ t: 4294967295, i: 1 }),
  new BSONRegExp('a'),
  new BSONRegExp('a', 'i'),
  new MaxKey(),
];

const number = fc.oneof(
  fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }).map((value) => new Int32(value)),
  fc.double({ noNaN: true }).map((value) => new Double(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
  fc.integer({ min: -300, max: 300 }).map((value) => new Double(2 ** 53 + value)),
  fc.bigInt({ min: 2n ** 53n - 300n, max: 2n ** 53n + 300n }).map((value) => Long.fromBigInt(value)),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  number,
  fc.string({ unit: 'binary' }),
  fc.constant(null),
  fc.boolean(),
);

/** A number as a fraction, exactly. */
function fraction(item: Int32 | Double | Long): [bigint, bigint] {
  if (item instanceof Long) return [item.toBigInt(), 1n];
  let double = item.value;
  let divisor = 1n;
  while (!Number.isInteger(double)) {
    double *= 2;
    divisor *= 2n;
  }
  return [BigInt(double), divisor];
}

function exactOrder(a: Int32 | Double | Long, b: Int32 | Double | Long): number {
  const infinite = [a, b].map((item) =>
    item instanceof Double && !Number.isFinite(item.value) ? item.value : 0,
  );
  if (infinite.some((item) => item !== 0)) return Math.sign((infinite[0]! || 0) - (infinite[1]! || 0)) || 0;
  const [x, xDivisor] = fraction(a);
  const [y, yDivisor] = fraction(b);
  const difference = x * yDivisor - y * xDivisor;
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

describe('the order of values', () => {
  it('is that of the documentation', () => {
    for (const [i, left] of ASCENDING.entries()) {
      for (const [j, right] of ASCENDING.entries()) {
        expect([left, right, Math.sign(compareValues(left, right))]).toEqual([left, right, Math.sign(i - j)]);
      }
    }
  });

  it('holds numbers of different types equal when they are', () => {
    const equal = [new Int32(2), new Double(2), Long.fromInt(2), Decimal128.fromString('2.00')];
    expect(new Set(equal.map(keyOf)).size).toBe(1);
    expect(keyOf(new Double(-0))).toBe(keyOf(new Int32(0)));
  });

  it('is exact for numbers of any type', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(Math.sign(compareValues(a, b))).toBe(exactOrder(a, b));
      }),
    );
  });

  it('is that of UTF-8 for text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareValues(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it('orders several values by the first that differs, each in its own direction', () => {
    const pair = fc.tuple(value, value);
    fc.assert(
      fc.property(pair, pair, fc.tuple(fc.boolean(), fc.boolean()), (a, b, descending) => {
        const orders = a.map((item, i) => compareValues(item, b[i]) * (descending[i] ? -1 : 1));
        const expected = Math.sign(orders[0] || orders[1] || 0);
        const [left, right] = [compoundKey(a, descending), compoundKey(b, descending)];
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(expected);
      }),
    );
  });
});
