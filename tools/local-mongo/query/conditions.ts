import { BSONRegExp } from 'bson';
import { compareValues } from '../bson/compare.ts';
import { keyOf, rankOf } from '../bson/key.ts';
import { BsonType, isNumeric, toNumber, typeOf, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { type LeafArrays, splitPath, visitPath } from './path.ts';
import { type Condition, hasOperators, nowhere } from './predicate.ts';
import { compileRegex } from './regex.ts';

type ValueTest = (value: Value | undefined) => boolean;

/** A condition that holds when some value at the path passes. */
export function some(
  operator: string,
  operand: Value,
  matches: Condition['matches'],
  leafArrays: LeafArrays = 'elements',
): Condition {
  return {
    matches,
    on(path) {
      const parts = splitPath(path);
      return {
        kind: 'field',
        path,
        operator,
        operand,
        test: (doc, position) =>
          visitPath(
            doc,
            parts,
            (value, index) => {
              if (!matches(value, position)) return false;
              if (index !== undefined) position.index = index;
              return true;
            },
            leafArrays,
          ),
      };
    },
  };
}

/** A condition that holds when not all of the others do. */
export function notAll(conditions: Condition[]): Condition {
  return {
    matches: (value) => !conditions.every((condition) => condition.matches(value, nowhere())),
    on(path) {
      const bound = conditions.map((condition) => condition.on(path));
      return { kind: 'other', path, test: (doc) => !bound.every(({ test }) => test(doc, nowhere())) };
    },
  };
}

export function equals(operand: Value): Condition {
  return some('$eq', operand, equalTo(operand));
}

function equalTo(operand: Value): ValueTest {
  if (operand === null) return (value) => value === undefined || value === null;
  if (typeof operand === 'string') return (value) => value === operand;
  return (value) => value !== undefined && compareValues(value, operand) === 0;
}

/** Parses every operator but the ones that hold further queries. `siblings` are the operators beside it. */
export function parseOperator(operator: string, operand: Value, siblings: { $options?: Value }): Condition {
  switch (operator) {
    case '$eq':
      return equals(operand);
    case '$ne':
      refuseRegex(operator, operand);
      return notAll([equals(operand)]);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      refuseRegex(operator, operand);
      return some(operator, operand, ordered(operator, operand));
    case '$in':
      return some(operator, operand, oneOf(operator, operand));
    case '$nin':
      return notAll([some('$in', operand, oneOf(operator, operand))]);
    case '$exists': {
      const exists = some(operator, true, (value) => value !== undefined, 'whole');
      return isTruthy(operand) ? exists : notAll([exists]);
    }
    case '$regex':
      return regex(operand, siblings.$options);
    case '$options':
      throw new MongoError(2, '$options needs a $regex');
    case '$size':
      return size(operand);
    default:
      throw new MongoError(2, `unknown operator: ${operator}`);
  }
}

function refuseRegex(operator: string, operand: Value): void {
  if (typeOf(operand) === BsonType.regex) throw new MongoError(2, `Can't have regex as arg to ${operator}.`);
}

function ordered(operator: string, operand: Value): ValueTest {
  const accepts: (order: number) => boolean =
    operator === '$gt'
      ? (order) => order > 0
      : operator === '$gte'
        ? (order) => order >= 0
        : operator === '$lt'
          ? (order) => order < 0
          : (order) => order <= 0;
  const type = typeOf(operand);
  if (type === BsonType.null) return (value) => accepts(0) && (value === undefined || value === null);
  if (type === BsonType.minKey || type === BsonType.maxKey) {
    return (value) => value !== undefined && accepts(compareValues(value, operand));
  }
  const rank = rankOf(operand);
  const nan = isNaNValue(operand);
  return (value) => {
    // Values of different types never stand in an order for a query, nor does a number with NaN.
    if (value === undefined || rankOf(value) !== rank) return false;
    if (nan || isNaNValue(value)) return nan && isNaNValue(value) && accepts(0);
    return accepts(compareValues(value, operand));
  };
}

function isNaNValue(value: Value): boolean {
  return isNumeric(value) && Number.isNaN(toNumber(value));
}

/** A set look-up, so that long lists cost no more than short ones; regular expressions are tried one by one. */
function oneOf(operator: string, operand: Value): ValueTest {
  if (!Array.isArray(operand)) throw new MongoError(2, `${operator} needs an array`);
  const patterns = operand.filter((item): item is BSONRegExp => typeOf(item) === BsonType.regex);
  if (operand.some(hasOperators)) throw new MongoError(2, `cannot nest $ under ${operator}`);
  const keys = new Set(operand.map(keyOf));
  const hasNull = operand.includes(null);
  const regexes = patterns.map((pattern) => compileRegex(pattern.pattern, pattern.options));
  return (value) => {
    if (value === undefined) return hasNull;
    if (keys.has(keyOf(value))) return true;
    return typeof value === 'string' && regexes.some((compiled) => compiled.test(value));
  };
}

function isTruthy(operand: Value): boolean {
  if (isNumeric(operand)) return toNumber(operand) !== 0;
  return operand !== null && operand !== false;
}

function regex(operand: Value, options: Value | undefined): Condition {
  if (options !== undefined && typeof options !== 'string') {
    throw new MongoError(2, '$options has to be a string');
  }
  if (typeof operand === 'string') return matching(operand, options ?? '');
  if (!(operand instanceof BSONRegExp)) throw new MongoError(2, '$regex has to be a string');
  if (options && operand.options) throw new MongoError(51075, 'options set in both $regex and $options');
  return matching(operand.pattern, options ?? operand.options);
}

/** Matches strings, and a stored regular expression that is the same. */
function matching(pattern: string, options: string): Condition {
  const compiled = compileRegex(pattern, options);
  const itself = new BSONRegExp(pattern, options);
  const isItself = equalTo(itself);
  return some('$regex', itself, (value) =>
    typeof value === 'string' ? compiled.test(value) : isItself(value),
  );
}

function size(operand: Value): Condition {
  const wanted = isNumeric(operand) ? toNumber(operand) : undefined;
  if (wanted === undefined || !Number.isInteger(wanted)) {
    throw new MongoError(2, `Failed to parse $size. Expected an integer`);
  }
  if (wanted < 0) throw new MongoError(2, 'Failed to parse $size. Expected a non-negative number');
  return some('$size', operand, (value) => Array.isArray(value) && value.length === wanted, 'whole');
}
