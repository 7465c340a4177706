import { Decimal128, Double, Int32, Long } from 'bson';
import { add, multiply } from '../../bson/arithmetic.ts';
import {
  BsonType,
  fromNumber,
  isNumeric,
  type Numeric,
  toNumber,
  typeName,
  typeOf,
  type Value,
} from '../../bson/value.ts';
import { MongoError } from '../../errors.ts';
import { ACCUMULATORS } from '../accumulators.ts';
import { type OperatorCompiler, strict } from './strict.ts';

/** Null or missing among the arguments makes the result null; what is no number is refused. */
function numeric(
  name: string,
  compute: (...numbers: Numeric[]) => Value,
): (...args: (Value | undefined)[]) => Value {
  return (...args) => {
    const wrong = args.find((arg) => arg != null && !isNumeric(arg));
    if (wrong != null)
      throw new MongoError(14, `${name} only supports numeric types, not ${typeName(wrong)}`);
    return args.some((arg) => arg == null) ? null : compute(...(args as Numeric[]));
  };
}

/** Computed with JavaScript's numbers in the type of the argument; decimals have no such arithmetic here. */
function rounded(name: string, compute: (value: number, places: number) => number): OperatorCompiler {
  return strict(
    { atLeast: 1, atMost: 2 },
    numeric(name, (value, places = new Int32(0)) => {
      refuseDecimal(name, value);
      return typed(typeOf(value), compute(toNumber(value), toNumber(places)));
    }),
  );
}

function refuseDecimal(name: string, ...values: Numeric[]): void {
  if (values.some((value) => value instanceof Decimal128)) {
    throw new MongoError(238, `${name} of decimals is not supported by this server`);
  }
}

function typed(type: number, value: number): Value {
  if (type === BsonType.double || !Number.isSafeInteger(value)) return new Double(value);
  return type === BsonType.long ? Long.fromNumber(value) : fromNumber(value);
}

/** The wider of two types. */
function widest(a: Numeric, b: Numeric): number {
  const types = [typeOf(a), typeOf(b)];
  return [BsonType.double, BsonType.long].find((type) => types.includes(type)) ?? BsonType.int;
}

const MILLISECONDS = (value: Value): Numeric =>
  isNumeric(value) ? value : Long.fromNumber((value as Date).getTime());

/** Numbers, with at most one date among them, which makes the sum a date. */
const sum: OperatorCompiler = strict({ atLeast: 0 }, (...args) => {
  if (args.some((arg) => arg == null)) return null;
  const dates = args.filter((arg) => arg instanceof Date);
  if (dates.length > 1) throw new MongoError(16612, 'only one date allowed in an $add expression');
  const wrong = args.find((arg) => !isNumeric(arg) && !(arg instanceof Date));
  if (wrong != null)
    throw new MongoError(14, `$add only supports numeric or date types, not ${typeName(wrong)}`);
  const total = args.map((arg) => MILLISECONDS(arg!)).reduce(add, new Int32(0));
  return dates.length === 0 ? total : new Date(Math.trunc(toNumber(total)));
});

const difference: OperatorCompiler = strict({ exactly: 2 }, (a, b) => {
  if (a == null || b == null) return null;
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - Math.trunc(toNumber(b)));
  return numeric('$subtract', (x, y) => add(x, multiply(y, new Int32(-1))))(a, b);
});

const quotient: OperatorCompiler = strict(
  { exactly: 2 },
  numeric('$divide', (a, b) => {
    refuseDecimal('$divide', a, b);
    if (toNumber(b) === 0) throw new MongoError(2, "can't $divide by zero");
    return new Double(toNumber(a) / toNumber(b));
  }),
);

const remainder: OperatorCompiler = strict(
  { exactly: 2 },
  numeric('$mod', (a, b) => {
    refuseDecimal('$mod', a, b);
    if (toNumber(b) === 0) throw new MongoError(16610, "can't $mod by zero");
    return typed(widest(a, b), toNumber(a) % toNumber(b));
  }),
);

/** Of one array argument, or of several arguments. */
function overArguments(name: string): OperatorCompiler {
  return strict({ atLeast: 0 }, (...args) => {
    const [only] = args;
    return ACCUMULATORS[name]!(args.length === 1 && Array.isArray(only) ? only : args);
  });
}

/** Half to even, as MongoDB rounds. */
function roundTo(value: number, places: number): number {
  const factor = 10 ** places;
  const scaled = value * factor;
  const floor = Math.floor(scaled);
  const isHalf = scaled - floor === 0.5;
  const nearest = isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(scaled);
  return nearest / factor;
}

export const NUMBERS: Record<string, OperatorCompiler> = {
  $add: sum,
  $subtract: difference,
  $multiply: strict(
    { atLeast: 0 },
    numeric('$multiply', (...numbers) => numbers.reduce(multiply, new Int32(1))),
  ),
  $divide: quotient,
  $mod: remainder,
  $abs: rounded('$abs', Math.abs),
  $ceil: rounded('$ceil', Math.ceil),
  $floor: rounded('$floor', Math.floor),
  $round: rounded('$round', roundTo),
  $trunc: rounded('$trunc', (value, places) => Math.trunc(value * 10 ** places) / 10 ** places),
  $sum: overArguments('$sum'),
  $avg: overArguments('$avg'),
  $min: overArguments('$min'),
  $max: overArguments('$max'),
};
