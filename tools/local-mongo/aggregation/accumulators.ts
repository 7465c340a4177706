import { Double, Int32, Long } from 'bson';
import { add } from '../bson/arithmetic.ts';
import { compareValues } from '../bson/compare.ts';
import { keyOf } from '../bson/key.ts';
import { isNumeric, type Numeric, type Value } from '../bson/value.ts';

/** What all values of a group come to; missing values are in it as undefined. */
type Accumulator = (values: (Value | undefined)[]) => Value | undefined;

export const ACCUMULATORS: Record<string, Accumulator> = {
  $sum: (values) => sum(values.filter(isNumeric)),
  $min: (values) => extreme(values, (order) => order < 0),
  $max: (values) => extreme(values, (order) => order > 0),
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => [
    ...new Map(values.filter((value) => value !== undefined).map((value) => [keyOf(value), value])).values(),
  ],
};

/** Whole numbers are summed exactly, and only their sum becomes a double when no long can hold it. */
function sum(numbers: Numeric[]): Numeric {
  const isWhole = (number: Numeric): number is Int32 | Long =>
    number instanceof Int32 || number instanceof Long;
  const whole = numbers.filter(isWhole);
  const total = whole.reduce((result, number) => result + BigInt(number.toString()), 0n);
  const isInt = BigInt.asIntN(32, total) === total && !whole.some((number) => number instanceof Long);
  const first = isInt
    ? new Int32(Number(total))
    : BigInt.asIntN(64, total) === total
      ? Long.fromBigInt(total)
      : new Double(Number(total));
  return numbers.filter((number) => !isWhole(number)).reduce(add, first);
}

function extreme(values: (Value | undefined)[], isBetter: (order: number) => boolean): Value {
  return values.reduce<Value>((best, value) => {
    if (value == null) return best;
    return best === null || isBetter(compareValues(value, best)) ? value : best;
  }, null);
}
