import { Int32 } from 'bson';
import { add } from '../bson/arithmetic.ts';
import { compareValues } from '../bson/compare.ts';
import { keyOf } from '../bson/key.ts';
import { isNumeric, type Value } from '../bson/value.ts';

/** What all values of a group come to; missing values are in it as undefined. */
type Accumulator = (values: (Value | undefined)[]) => Value | undefined;

export const ACCUMULATORS: Record<string, Accumulator> = {
  $sum: (values) => values.filter(isNumeric).reduce(add, new Int32(0)),
  $min: (values) => extreme(values, (order) => order < 0),
  $max: (values) => extreme(values, (order) => order > 0),
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => [
    ...new Map(values.filter((value) => value !== undefined).map((value) => [keyOf(value), value])).values(),
  ],
};

function extreme(values: (Value | undefined)[], isBetter: (order: number) => boolean): Value {
  return values.reduce<Value>((best, value) => {
    if (value == null) return best;
    return best === null || isBetter(compareValues(value, best)) ? value : best;
  }, null);
}
