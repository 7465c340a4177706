import { type Doc, getField, isDoc, isNumeric, setField, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Test } from '../query/predicate.ts';
import { ARRAYS } from './operators/arrays.ts';
import { CONVERSIONS } from './operators/conversions.ts';
import { LIBRARY } from './operators/library.ts';
import { LOGIC } from './operators/logic.ts';
import { NUMBERS } from './operators/numbers.ts';
import type { OperatorCompiler } from './operators/strict.ts';

/** The variables in sight: ROOT, CURRENT, NOW and those of `let`, `$let`, `$map` and their like. */
export type Variables = Record<string, Value | undefined>;

/** A compiled expression; undefined is "missing". */
export type Expression = (doc: Doc, variables: Variables) => Value | undefined;

/**
 * Reads an aggregation expression.
 * @throws {MongoError} InvalidPipelineOperator for operators that do not exist or are not supported
 */
export function compileExpression(expression: Value): Expression {
  if (typeof expression === 'string' && expression.startsWith('$')) return compilePath(expression);
  if (Array.isArray(expression)) {
    const items = expression.map(compileExpression);
    return (doc, variables) => items.map((item) => item(doc, variables) ?? null);
  }
  if (!isDoc(expression)) return () => expression;
  const names = Object.keys(expression);
  const operator = names[0];
  if (operator?.startsWith('$')) {
    if (names.length > 1) {
      throw new MongoError(
        15983,
        `an expression specification must contain exactly one field, the name of the expression. Found ${names.length} fields`,
      );
    }
    const compile = operators().get(operator);
    if (compile === undefined) throw new MongoError(168, `Unrecognized expression '${operator}'`);
    return compile(expression[operator]!, operator);
  }
  const fields = names.map((name) => ({ name, value: compileExpression(expression[name]!) }));
  return (doc, variables) => {
    const result: Doc = {};
    for (const { name, value } of fields) {
      const computed = value(doc, variables);
      if (computed !== undefined) setField(result, name, computed);
    }
    return result;
  };
}

let byName: Map<string, OperatorCompiler> | undefined;

/** All operators; gathered at the first use, since their modules need this one. */
function operators(): Map<string, OperatorCompiler> {
  byName ??= new Map(Object.entries({ ...LOGIC, ...NUMBERS, ...ARRAYS, ...LIBRARY, ...CONVERSIONS }));
  return byName;
}

function compilePath(text: string): Expression {
  if (!text.startsWith('$$')) {
    const parts = pathParts(text.slice(1));
    return (doc) => follow(doc, parts, 0);
  }
  const [name = '', ...parts] = pathParts(text.slice(2));
  if (name === 'REMOVE') return () => undefined;
  if (name === 'CURRENT') return (doc) => follow(doc, parts, 0);
  return (_, variables) => {
    if (!(name in variables)) throw new MongoError(17276, `Use of undefined variable: ${name}`);
    return follow(variables[name], parts, 0);
  };
}

function pathParts(path: string): string[] {
  const parts = path.split('.');
  if (parts.includes(''))
    throw new MongoError(15998, `FieldPath field names may not be empty strings: '${path}'`);
  return parts;
}

/** A path of an expression opens arrays, and gives an array of what it finds; it has no indexes. */
function follow(value: Value | undefined, parts: string[], depth: number): Value | undefined {
  if (depth === parts.length) return value;
  if (isDoc(value)) return follow(getField(value, parts[depth]!), parts, depth + 1);
  if (!Array.isArray(value)) return undefined;
  return value
    .filter((item) => isDoc(item) || Array.isArray(item))
    .map((item) => follow(item, parts, depth))
    .filter((item) => item !== undefined);
}

export function variablesOf(doc: Doc, constants: Variables): Variables {
  return { ...constants, ROOT: doc };
}

/** `$expr`. */
export function expressionTest(operand: Value, constants: Variables): Test {
  const expression = compileExpression(operand);
  const variables = { NOW: new Date(), ...constants };
  return (doc) => isTrue(expression(doc, variablesOf(doc, variables)));
}

/** MongoDB's truth: all but false, null, missing and zero. */
export function isTrue(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isNumeric(value) || toNumber(value) !== 0;
}
