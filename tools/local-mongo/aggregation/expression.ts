import { type Doc, getField, isDoc, isNumeric, setField, toNumber, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { OPERATORS } from './operators.ts';

/** What `$map` and `$filter` call the element at hand. */
type Variables = Record<string, Value | undefined>;

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
  const [name, ...others] = Object.keys(expression);
  if (name?.startsWith('$') !== true) return compileFields(expression);
  if (others.length > 0) {
    throw new MongoError(15983, 'an expression specification must contain exactly one field');
  }
  const compile = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (compile === undefined) throw new MongoError(168, `Unrecognized expression '${name}'`);
  return compile(expression[name]!, name);
}

function compileFields(fields: Doc): Expression {
  const compiled = Object.entries(fields).map(([name, value]) => ({ name, value: compileExpression(value) }));
  return (doc, variables) => {
    const result: Doc = {};
    for (const { name, value } of compiled) {
      const computed = value(doc, variables);
      if (computed !== undefined) setField(result, name, computed);
    }
    return result;
  };
}

function compilePath(text: string): Expression {
  const isVariable = text.startsWith('$$');
  const path = text.slice(isVariable ? 2 : 1).split('.');
  if (path.includes('')) {
    throw new MongoError(15998, `FieldPath field names may not be empty strings: '${text}'`);
  }
  if (!isVariable) return (doc) => follow(doc, path, 0);
  const [name = '', ...parts] = path;
  if (name === 'REMOVE') return () => undefined;
  if (name === 'ROOT') return (doc) => follow(doc, parts, 0);
  return (_, variables) => {
    if (!Object.hasOwn(variables, name)) throw new MongoError(17276, `Use of undefined variable: ${name}`);
    return follow(variables[name], parts, 0);
  };
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

/** MongoDB's truth: all but false, null, missing and zero. */
export function isTrue(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isNumeric(value) || toNumber(value) !== 0;
}
