import { Int32 } from 'bson';
import { compareValues } from '../../bson/compare.ts';
import { keyOf } from '../../bson/key.ts';
import { type Doc, isDoc, isNumeric, setField, toNumber, typeName, type Value } from '../../bson/value.ts';
import { MongoError } from '../../errors.ts';
import { compileExpression, isTrue } from '../expression.ts';
import { type OperatorCompiler, strict } from './strict.ts';

function array(value: Value | undefined, operator: string, code: number): Value[] {
  if (Array.isArray(value)) return value;
  const found = value === undefined ? 'missing' : typeName(value);
  throw new MongoError(code, `The argument to ${operator} must be an array, but was of type: ${found}`);
}

function elementAt(value: Value | undefined, index: number, operator: string): Value | undefined {
  return value == null ? null : array(value, operator, 28689).at(index);
}

function integer(value: Value | undefined, operator: string): number {
  const number = value != null && isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(number)) throw new MongoError(28690, `${operator} needs whole numbers as arguments`);
  return number;
}

const slice: OperatorCompiler = strict({ atLeast: 2, atMost: 3 }, (value, first, count) => {
  if (value == null || first == null) return null;
  const items = array(value, '$slice', 28724);
  const start = integer(first, '$slice');
  if (count === undefined) return start < 0 ? items.slice(start) : items.slice(0, start);
  const length = integer(count, '$slice');
  if (length <= 0) throw new MongoError(28729, 'Third argument to $slice must be positive');
  const from = start < 0 ? Math.max(0, items.length + start) : start;
  return items.slice(from, from + length);
});

/** An operator that evaluates an expression for each element, which has a name in it. */
function perElement(
  body: 'in' | 'cond',
  collect: (items: Value[], evaluate: (item: Value) => Value | undefined) => Value,
): OperatorCompiler {
  return (operand, operator) => {
    const { input, as = 'this', [body]: expression } = isDoc(operand) ? operand : {};
    if (input === undefined || expression === undefined || typeof as !== 'string') {
      throw new MongoError(16880, `Missing 'input' or '${body}' parameter to ${operator}`);
    }
    const items = compileExpression(input);
    const evaluate = compileExpression(expression);
    return (doc, variables) => {
      const value = items(doc, variables);
      if (value == null) return null;
      return collect(array(value, operator, 16883), (item) => evaluate(doc, { ...variables, [as]: item }));
    };
  };
}

const reduce: OperatorCompiler = (operand, operator) => {
  const { input, initialValue, in: body } = isDoc(operand) ? operand : {};
  if (input === undefined || initialValue === undefined || body === undefined) {
    throw new MongoError(40077, "$reduce requires 'input', 'initialValue' and 'in' to be specified");
  }
  const items = compileExpression(input);
  const start = compileExpression(initialValue);
  const step = compileExpression(body);
  return (doc, variables) => {
    const list = items(doc, variables);
    if (list == null) return null;
    return array(list, operator, 40080).reduce<Value | undefined>(
      (value, item) => step(doc, { ...variables, this: item, value }),
      start(doc, variables),
    );
  };
};

function mergeObjects(...args: (Value | undefined)[]): Doc {
  const [only] = args;
  const docs = args.length === 1 && Array.isArray(only) ? only : args;
  const result: Doc = {};
  for (const doc of docs) {
    if (doc == null) continue;
    if (!isDoc(doc))
      throw new MongoError(
        40400,
        `$mergeObjects requires object inputs, but input is of type ${typeName(doc)}`,
      );
    for (const [name, value] of Object.entries(doc)) setField(result, name, value);
  }
  return result;
}

function objectToArray(value: Value | undefined): Value {
  if (value == null) return null;
  if (!isDoc(value)) throw new MongoError(40390, '$objectToArray requires a document input');
  return Object.entries(value).map(([k, v]) => ({ k, v }));
}

/** Of pairs `[name, value]` or documents `{ k, v }`. */
function arrayToObject(value: Value | undefined): Value {
  if (value == null) return null;
  const result: Doc = {};
  for (const item of array(value, '$arrayToObject', 40386)) {
    const [name, field] = Array.isArray(item) ? item : isDoc(item) ? [item['k'], item['v']] : [];
    if (typeof name !== 'string' || field === undefined) {
      throw new MongoError(40398, '$arrayToObject requires pairs of a name and a value');
    }
    setField(result, name, field);
  }
  return result;
}

/** The longest array that `$range` makes. */
const MAX_RANGE = 1_000_000;

function range(from: Value | undefined, to: Value | undefined, by: Value | undefined): Value {
  const [start, end] = [integer(from, '$range'), integer(to, '$range')];
  const step = by === undefined ? 1 : integer(by, '$range');
  if (step === 0) throw new MongoError(34449, '$range requires a non-zero step value');
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (length > MAX_RANGE) throw new MongoError(146, '$range would make an array that is too long');
  return Array.from({ length }, (_, i) => new Int32(start + i * step));
}

function setOf(value: Value | undefined, operator: string): Map<string, Value> {
  return new Map(array(value, operator, 17040).map((item) => [keyOf(item), item]));
}

const setDifference: OperatorCompiler = strict({ exactly: 2 }, (a, b) => {
  if (a == null || b == null) return null;
  const unwanted = setOf(b, '$setDifference');
  return [...setOf(a, '$setDifference')].filter(([key]) => !unwanted.has(key)).map(([, item]) => item);
});

export const ARRAYS: Record<string, OperatorCompiler> = {
  $arrayElemAt: strict({ exactly: 2 }, (value, index) =>
    index == null ? null : elementAt(value, integer(index, '$arrayElemAt'), '$arrayElemAt'),
  ),
  $first: strict({ exactly: 1 }, (value) => elementAt(value, 0, '$first')),
  $last: strict({ exactly: 1 }, (value) => elementAt(value, -1, '$last')),
  $slice: slice,
  $size: strict({ exactly: 1 }, (value) => new Int32(array(value, '$size', 17124).length)),
  $isArray: strict({ exactly: 1 }, (value) => Array.isArray(value)),
  $in: strict({ exactly: 2 }, (value, list) =>
    array(list, '$in', 40081).some((item) => compareValues(item, value) === 0),
  ),
  $concatArrays: strict({ atLeast: 0 }, (...args) =>
    args.some((arg) => arg == null) ? null : args.flatMap((arg) => array(arg, '$concatArrays', 28664)),
  ),
  $reverseArray: strict({ exactly: 1 }, (value) =>
    value == null ? null : array(value, '$reverseArray', 34435).toReversed(),
  ),
  $map: perElement('in', (items, evaluate) => items.map((item) => evaluate(item) ?? null)),
  $filter: perElement('cond', (items, evaluate) => items.filter((item) => isTrue(evaluate(item)))),
  $reduce: reduce,
  $mergeObjects: strict({ atLeast: 0 }, mergeObjects),
  $objectToArray: strict({ exactly: 1 }, objectToArray),
  $arrayToObject: strict({ exactly: 1 }, arrayToObject),
  $range: strict({ atLeast: 2, atMost: 3 }, range),
  $setDifference: setDifference,
};
