import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { BsonType, typeOf } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { equals, notAll, parseOperator, some } from './conditions.ts';
import { type Condition, hasOperators, isOperator, nowhere, type Predicate } from './predicate.ts';

/**
 * Reads a query.
 * @throws {MongoError} BadValue for operators that do not exist or are not supported, and for wrong operands
 */
export function parseQuery(query: Doc): Predicate {
  const children = Object.entries(query).flatMap(([name, operand]) =>
    isOperator(name)
      ? parseLogical(name, operand)
      : parseConditions(operand).map((condition) => condition.on(name)),
  );
  if (children.length === 1) return children[0]!;
  return {
    kind: 'and',
    children,
    test: (doc, position) => children.every((child) => child.test(doc, position)),
  };
}

/** What a field is asked for: a document of operators, a regular expression or a value to equal. */
function parseConditions(condition: Value): Condition[] {
  if (typeOf(condition) === BsonType.regex) return [parseOperator('$regex', condition, {})];
  if (!hasOperators(condition)) return [equals(condition)];
  return Object.entries(condition).flatMap(([operator, operand]) => {
    switch (operator) {
      case '$options':
        return '$regex' in condition ? [] : [parseOperator(operator, operand, condition)];
      case '$not':
        return [not(operand)];
      case '$elemMatch':
        return [elemMatch(operand)];
      case '$all':
        return all(operand);
      default:
        return [parseOperator(operator, operand, condition)];
    }
  });
}

const LOGICAL = ['$and', '$or', '$nor'];

/** A test of single array elements: operators for values, or a query for objects. */
function elementTest(operand: Doc): { matches: (element: Value) => boolean; query?: Predicate } {
  if (isForValues(operand)) {
    const conditions = parseConditions(operand);
    return {
      matches: (element) => conditions.every((condition) => condition.matches(element, nowhere())),
    };
  }
  const query = parseQuery(operand);
  return {
    query,
    matches: (element) => {
      if (Array.isArray(element)) return query.test(byIndex(element), nowhere());
      return isDoc(element) && query.test(element, nowhere());
    },
  };
}

/** Operators for one value, rather than a query for an object. */
function isForValues(operand: Value): operand is Doc {
  return hasOperators(operand) && !LOGICAL.includes(Object.keys(operand)[0]!);
}

/**
 * The test of `$pull`, which differs from that of `$elemMatch`: operators see an element as if it were the value of
 * a field and so open an array, and a query matches objects alone, no array by its indexes.
 */
export function pullTest(operand: Value): (element: Value) => boolean {
  if (isDoc(operand) && !isForValues(operand)) {
    const query = parseQuery(operand);
    return (element) => isDoc(element) && query.test(element, nowhere());
  }
  const query = parseQuery({ element: operand });
  return (element) => query.test({ element }, nowhere());
}

/** An array as a document whose fields are its indexes. */
function byIndex(array: Value[]): Doc {
  return Object.fromEntries(array.map((item, index) => [index, item]));
}

function parseLogical(name: string, operand: Value): Predicate[] {
  switch (name) {
    case '$and':
      return parseList(name, operand);
    case '$or': {
      const children = parseList(name, operand);
      return [{ kind: 'or', children, test: (doc, pos) => children.some((child) => child.test(doc, pos)) }];
    }
    case '$nor': {
      const children = parseList(name, operand);
      return [
        { kind: 'nor', children, test: (doc) => !children.some((child) => child.test(doc, nowhere())) },
      ];
    }
    case '$comment':
      return [];
    case '$text':
      throw new MongoError(27, 'text index required for $text query');
    case '$where':
      throw new MongoError(2, 'no globalScriptEngine in $where parsing');
    default:
      throw new MongoError(2, `unknown top level operator: ${name}`);
  }
}

function parseList(name: string, operand: Value): Predicate[] {
  if (!Array.isArray(operand)) throw new MongoError(2, `${name} argument must be an array`);
  if (operand.length === 0) throw new MongoError(2, '$and/$or/$nor must be a nonempty array');
  return operand.map((query) => {
    if (!isDoc(query)) throw new MongoError(2, '$or/$and/$nor entries need to be full objects');
    return parseQuery(query);
  });
}

function not(operand: Value): Condition {
  if (typeOf(operand) !== BsonType.regex && !hasOperators(operand)) {
    throw new MongoError(2, '$not needs a regex or a document');
  }
  return notAll(parseConditions(operand));
}

function elemMatch(operand: Value): Condition {
  if (!isDoc(operand)) throw new MongoError(2, '$elemMatch needs an Object');
  const element = elementTest(operand);
  const condition = some(
    '$elemMatch',
    operand,
    (value, position) => {
      const index = Array.isArray(value) ? value.findIndex((item) => element.matches(item)) : -1;
      if (index >= 0) position.index = index;
      return index >= 0;
    },
    'whole',
  );
  const { query } = element;
  if (query === undefined) return condition;
  return {
    matches: condition.matches,
    on: (path) => ({ kind: 'elemMatch', path, child: query, test: condition.on(path).test }),
  };
}

function all(operand: Value): Condition[] {
  if (!Array.isArray(operand)) throw new MongoError(2, '$all needs an array');
  if (operand.length === 0) return [some('$all', operand, () => false)];
  return operand.map((item) => {
    if (isDoc(item) && '$elemMatch' in item) return elemMatch(item['$elemMatch']);
    if (hasOperators(item)) throw new MongoError(2, 'no $ expressions in $all');
    return typeOf(item) === BsonType.regex ? parseOperator('$regex', item, {}) : equals(item);
  });
}
