import { Int32 } from 'bson';
import { add } from '../bson/arithmetic.ts';
import { compareValues } from '../bson/compare.ts';
import {
  type Doc,
  isDoc,
  isNumeric,
  type Numeric,
  setField,
  toNumber,
  typeName,
  type Value,
} from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { ACCUMULATORS } from './accumulators.ts';
import { compileExpression, type Expression, isTrue } from './expression.ts';

/** Reads an operator's operand. */
type OperatorCompiler = (operand: Value, operator: string) => Expression;

type Computed = Value | undefined;

/** @throws {MongoError} 16020 for a wrong number of arguments; one argument may stand without brackets */
function compileArguments(operand: Value, operator: string, least: number, most: number): Expression[] {
  const args = (Array.isArray(operand) ? operand : [operand]).map(compileExpression);
  if (args.length >= least && args.length <= most) return args;
  throw new MongoError(16020, `Expression ${operator} does not take ${args.length} arguments`);
}

/** An operator whose arguments are all computed before it. */
function strict(least: number, most: number, compute: (...args: Computed[]) => Computed): OperatorCompiler {
  return (operand, operator) => {
    const args = compileArguments(operand, operator, least, most);
    return (doc, variables) => compute(...args.map((arg) => arg(doc, variables)));
  };
}

/** An operator that may come to its result before the last of its arguments, which then is not computed. */
function lazy(least: number, compute: (args: Iterable<Computed>) => Computed): OperatorCompiler {
  return (operand, operator) => {
    const args = compileArguments(operand, operator, least, Infinity);
    return (doc, variables) => compute(oneByOne(args, doc, variables));
  };
}

function* oneByOne(args: Expression[], ...input: Parameters<Expression>): Iterable<Computed> {
  for (const arg of args) yield arg(...input);
}

function every(args: Iterable<Computed>): boolean {
  for (const arg of args) if (!isTrue(arg)) return false;
  return true;
}

function some(args: Iterable<Computed>): boolean {
  for (const arg of args) if (isTrue(arg)) return true;
  return false;
}

/** The first that is neither null nor missing, or else the last. */
function ifNull(args: Iterable<Computed>): Computed {
  let value: Computed;
  for (value of args) if (value != null) break;
  return value;
}

/** Here, unlike in queries, values of all types stand in one order and "missing" comes before null. */
function comparison(accepts: (order: number) => boolean): OperatorCompiler {
  return strict(2, 2, (a, b) => {
    const known = a !== undefined && b !== undefined;
    return accepts(known ? compareValues(a, b) : Number(a !== undefined) - Number(b !== undefined));
  });
}

/** Null or missing among the arguments makes the sum null; what is no number is refused. */
function sum(...args: Computed[]): Numeric | null {
  const wrong = args.find((arg) => arg != null && !isNumeric(arg));
  if (wrong != null) throw new MongoError(14, `$add only supports numeric types, not ${typeName(wrong)}`);
  return args.some((arg) => arg == null) ? null : (args as Numeric[]).reduce(add, new Int32(0));
}

/** Of one array argument, or of several arguments. */
function overArguments(name: string): OperatorCompiler {
  return strict(0, Infinity, (...args) => {
    const [only] = args;
    return ACCUMULATORS[name]!(args.length === 1 && Array.isArray(only) ? only : args);
  });
}

const cond: OperatorCompiler = (operand) => {
  const given = isDoc(operand) ? [operand['if'], operand['then'], operand['else']] : operand;
  const parts = Array.isArray(given) ? given.filter((part) => part !== undefined) : [];
  if (parts.length !== 3) throw new MongoError(17080, "Missing 'if', 'then' or 'else' parameter to $cond");
  const [condition, then, otherwise] = parts.map((part) => compileExpression(part));
  return (doc, variables) => (isTrue(condition!(doc, variables)) ? then! : otherwise!)(doc, variables);
};

function array(value: Computed, operator: string, code: number): Value[] {
  if (Array.isArray(value)) return value;
  const found = value === undefined ? 'missing' : typeName(value);
  throw new MongoError(code, `The argument to ${operator} must be an array, but was of type: ${found}`);
}

function integer(value: Value, operator: string): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(number)) throw new MongoError(28690, `${operator} needs whole numbers as arguments`);
  return number;
}

/** An expression for each element, which has a name in it. */
const map: OperatorCompiler = (operand) => {
  const { input, as = 'this', in: body } = isDoc(operand) ? operand : {};
  if (input === undefined || body === undefined || typeof as !== 'string') {
    throw new MongoError(16880, "Missing 'input' or 'in' parameter to $map");
  }
  const items = compileExpression(input);
  const evaluate = compileExpression(body);
  return (doc, variables) => {
    const value = items(doc, variables);
    if (value == null) return null;
    return array(value, '$map', 16883).map((item) => evaluate(doc, { ...variables, [as]: item }) ?? null);
  };
};

/** The first or, below zero, the last elements; or some from a place on. */
function slice(value: Computed, first: Computed, count: Computed): Value {
  if (value == null || first == null) return null;
  const items = array(value, '$slice', 28724);
  const start = integer(first, '$slice');
  if (count == null) return start < 0 ? items.slice(start) : items.slice(0, start);
  const length = integer(count, '$slice');
  if (length <= 0) throw new MongoError(28729, 'Third argument to $slice must be positive');
  const from = start < 0 ? Math.max(0, items.length + start) : start;
  return items.slice(from, from + length);
}

function mergeObjects(...args: Computed[]): Doc {
  const [only] = args;
  const result: Doc = {};
  for (const doc of args.length === 1 && Array.isArray(only) ? only : args) {
    if (doc == null) continue;
    if (!isDoc(doc))
      throw new MongoError(40400, `$mergeObjects requires object inputs, not ${typeName(doc)}`);
    for (const [name, value] of Object.entries(doc)) setField(result, name, value);
  }
  return result;
}

export const OPERATORS: Record<string, OperatorCompiler> = {
  $literal: (operand) => () => operand,
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $and: lazy(0, every),
  $or: lazy(0, some),
  $not: strict(1, 1, (value) => !isTrue(value)),
  $cond: cond,
  $ifNull: lazy(2, ifNull),
  $add: strict(0, Infinity, sum),
  $sum: overArguments('$sum'),
  $min: overArguments('$min'),
  $max: overArguments('$max'),
  $size: strict(1, 1, (value) => new Int32(array(value, '$size', 17124).length)),
  $in: strict(2, 2, (value, list) =>
    // What is missing equals nothing here, not even null.
    array(list, '$in', 40081).some((item) => value !== undefined && compareValues(item, value) === 0),
  ),
  $slice: strict(2, 3, slice),
  $concatArrays: strict(0, Infinity, (...args) =>
    args.some((arg) => arg == null) ? null : args.flatMap((arg) => array(arg, '$concatArrays', 28664)),
  ),
  $map: map,
  $mergeObjects: strict(0, Infinity, mergeObjects),
};
