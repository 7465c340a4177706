import { Int32 } from 'bson';
import { add, multiply } from '../bson/arithmetic.ts';
import { compareValues } from '../bson/compare.ts';
import { fromNumber, isDoc, isNumeric, type Numeric, toNumber, typeName, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { compileExpression, type Expression, isTrue } from './expression.ts';

type Compiler = (operand: Value, operator: string) => Expression;

/** An operator whose arguments are all computed first. One argument may stand without brackets. */
function strict(
  count: number | undefined,
  compute: (...args: (Value | undefined)[]) => Value | undefined,
): Compiler {
  return (operand, operator) => {
    const args = (Array.isArray(operand) ? operand : [operand]).map(compileExpression);
    if (count !== undefined && args.length !== count) {
      throw new MongoError(
        16020,
        `Expression ${operator} takes exactly ${count} arguments. ${args.length} were passed in.`,
      );
    }
    return (doc, variables) => compute(...args.map((arg) => arg(doc, variables)));
  };
}

function comparison(accepts: (order: number) => boolean): Compiler {
  return strict(2, (a, b) => {
    // Missing comes before null here, unlike in queries.
    if (a === undefined || b === undefined) return accepts(a === b ? 0 : a === undefined ? -1 : 1);
    return accepts(compareValues(a, b));
  });
}

function arithmetic(name: string, combine: (a: Numeric, b: Numeric) => Value): Compiler {
  return strict(undefined, (...args) => {
    if (args.some((arg) => arg == null)) return null;
    return args.reduce((a, b) => {
      if (!isNumeric(a) || !isNumeric(b)) {
        const wrong = isNumeric(a) ? b : a;
        throw new MongoError(14, `${name} only supports numeric types, not ${typeName(wrong!)}`);
      }
      return combine(a, b);
    })!;
  });
}

export const OPERATORS: Record<string, Compiler> = {
  $literal: (operand) => () => operand,
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $add: arithmetic('$add', add),
  $multiply: arithmetic('$multiply', multiply),
  $subtract: arithmetic('$subtract', (a, b) => add(a, multiply(b, new Int32(-1)))),
  $divide: arithmetic('$divide', (a, b) => {
    if (toNumber(b) === 0) throw new MongoError(2, "can't $divide by zero");
    return fromNumber(toNumber(a) / toNumber(b));
  }),
  $and: strict(undefined, (...args) => args.every(isTrue)),
  $or: strict(undefined, (...args) => args.some(isTrue)),
  $not: strict(1, (value) => !isTrue(value)),
  $in: strict(2, (value, array) => {
    if (!Array.isArray(array)) throw new MongoError(40081, '$in requires an array as a second argument');
    return array.some((item) => compareValues(item, value) === 0);
  }),
  $size: strict(1, (array) => {
    if (!Array.isArray(array)) throw new MongoError(17124, 'The argument to $size must be an array');
    return new Int32(array.length);
  }),
  $ifNull: (operand) => {
    const args = (operand as Value[]).map(compileExpression);
    return (doc, variables) => {
      let value: Value | undefined;
      for (const arg of args) {
        value = arg(doc, variables);
        if (value != null) return value;
      }
      return value;
    };
  },
  $cond: (operand) => {
    const parts = isDoc(operand) ? [operand['if'], operand['then'], operand['else']] : (operand as Value[]);
    const [condition, then, otherwise] = (parts as Value[]).map(compileExpression);
    return (doc, variables) =>
      isTrue(condition!(doc, variables)) ? then!(doc, variables) : otherwise!(doc, variables);
  },
};
