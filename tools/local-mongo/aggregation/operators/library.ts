import { Decimal128, Long } from 'bson';
import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import * as dates from 'mingo/operators/expression/date';
import * as texts from 'mingo/operators/expression/string';
import { type Doc, fromNumber, isDoc, isNumeric, setField, toNumber, type Value } from '../../bson/value.ts';
import { MongoError } from '../../errors.ts';
import { compileExpression, type Expression } from '../expression.ts';
import type { OperatorCompiler } from './strict.ts';

/**
 * Operators that mingo has right: of text and dates. They get computed arguments as plain JavaScript
 * values; whole numbers in their results come back as int or long.
 */
const NAMES = [
  '$concat',
  '$toLower',
  '$toUpper',
  '$substrCP',
  '$strLenCP',
  '$split',
  '$trim',
  '$ltrim',
  '$rtrim',
  '$replaceOne',
  '$replaceAll',
  '$year',
  '$month',
  '$dayOfMonth',
  '$dayOfWeek',
  '$dayOfYear',
  '$hour',
  '$minute',
  '$second',
  '$millisecond',
  '$dateToString',
  '$dateTrunc',
  '$dateAdd',
  '$dateSubtract',
  '$dateDiff',
] as const;

type Plain = unknown;

const $literal = (_document: Plain, operand: Plain, _options: object): Plain => operand;
const CONTEXT = Context.init({ expression: { ...dates, ...texts, $literal } });
const OPTIONS: Parameters<typeof evalExpr>[2] = {
  processingMode: ProcessingMode.CLONE_OFF,
  context: CONTEXT,
  failOnError: true,
  useStrictMode: true,
  idKey: '_id',
  scriptEnabled: false,
};

export const LIBRARY: Record<string, OperatorCompiler> = Object.fromEntries(
  NAMES.map((name) => [name, compile]),
);

function compile(operand: Value, operator: string): Expression {
  if (Array.isArray(operand)) {
    const args = operand.map(compileExpression);
    return (doc, variables) =>
      call(
        operator,
        args.map((arg) => literal(arg(doc, variables))),
      );
  }
  if (isDoc(operand) && !Object.keys(operand)[0]?.startsWith('$')) {
    const args = Object.entries(operand).map(([name, value]) => ({ name, value: compileExpression(value) }));
    return (doc, variables) =>
      call(
        operator,
        Object.fromEntries(args.map(({ name, value }) => [name, literal(value(doc, variables))])),
      );
  }
  const argument = compileExpression(operand);
  return (doc, variables) => call(operator, literal(argument(doc, variables)));
}

/** Mingo evaluates its arguments itself: computed ones must not look like expressions. */
function literal(value: Value | undefined): Plain {
  return { $literal: value === undefined ? null : toPlain(value) };
}

function call(operator: string, operand: Plain): Value | undefined {
  try {
    const result: Plain = evalExpr({}, { [operator]: operand }, OPTIONS);
    return operator === '$dateDiff' && typeof result === 'number'
      ? Long.fromNumber(result)
      : fromPlain(result);
  } catch (error) {
    throw new MongoError(2, `${operator}: ${(error as Error).message}`);
  }
}

function toPlain(value: Value): Plain {
  if (value instanceof Decimal128 || (value instanceof Long && !Number.isSafeInteger(value.toNumber()))) {
    throw new MongoError(238, 'Decimals and longs beyond 2^53 are not supported here by this server');
  }
  if (isNumeric(value)) return toNumber(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isDoc(value)) return value;
  const plain: Record<string, Plain> = {};
  for (const [name, item] of Object.entries(value)) setField(plain as Doc, name, toPlain(item) as Value);
  return plain;
}

function fromPlain(value: Plain): Value | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (Array.isArray(value)) return value.map((item) => fromPlain(item) ?? null);
  if (!isDoc(value as Value)) return value as Value | undefined;
  const result: Doc = {};
  for (const [name, item] of Object.entries(value as object)) setField(result, name, fromPlain(item) ?? null);
  return result;
}
