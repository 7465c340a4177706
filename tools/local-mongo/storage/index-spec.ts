import { BsonType, type Doc, isDoc, isNumeric, toNumber, typeOf, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';

/** What an index is made of, as `createIndexes` was told and `listIndexes` tells. */
export interface IndexSpec {
  name: string;
  key: Doc;
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Doc;
  expireAfterSeconds?: number;
}

const OPTIONS = new Set(
  'v name key unique sparse background partialFilterExpression expireAfterSeconds ns'.split(' '),
);

/** @throws {MongoError} CannotCreateIndex and its like for what is wrong or not supported */
export function parseIndexSpec(doc: Value): IndexSpec {
  if (!isDoc(doc)) throw new MongoError(14, 'The elements of the indexes array must be objects');
  const { key, name, partialFilterExpression: partial, expireAfterSeconds: ttl } = doc;
  if (!isDoc(key)) throw new MongoError(9, "An index specification needs a 'key'");
  if (typeof name !== 'string') throw new MongoError(9, "An index specification needs a 'name'");
  for (const option of Object.keys(doc)) if (!OPTIONS.has(option)) refuseOption(option, doc[option]!);
  refuseBadKey(key);
  if (partial !== undefined && !isDoc(partial)) {
    throw new MongoError(67, '"partialFilterExpression" for an index must be a document');
  }
  if (ttl !== undefined && (!isNumeric(ttl) || toNumber(ttl) < 0 || toNumber(ttl) > 0x7fffffff)) {
    throw new MongoError(67, 'expireAfterSeconds must be within the range of 0 to 2147483647');
  }
  if (ttl !== undefined && (Object.keys(key).length > 1 || '_id' in key)) {
    throw new MongoError(67, 'TTL indexes are single-field indexes');
  }
  if (partial !== undefined) refuseBadFilter(partial);
  if (partial !== undefined && isSet(doc['sparse'])) {
    throw new MongoError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  return {
    name,
    key,
    ...(isSet(doc['unique']) && { unique: true }),
    ...(isSet(doc['sparse']) && { sparse: true }),
    ...(partial !== undefined && { partialFilterExpression: partial }),
    ...(ttl !== undefined && { expireAfterSeconds: toNumber(ttl) }),
  };
}

const FILTER_OPERATORS = ['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$exists'];

/** A partial index's filter is made of few operators, so that one can tell which queries stay inside. */
function refuseBadFilter(filter: Doc): void {
  for (const [name, operand] of Object.entries(filter)) {
    if (name === '$and' || name === '$or') {
      if (Array.isArray(operand)) for (const part of operand) if (isDoc(part)) refuseBadFilter(part);
      continue;
    }
    const unsupported = name.startsWith('$') ? name : unsupportedOperator(operand);
    if (unsupported !== undefined) {
      throw new MongoError(67, `unsupported expression in partial index: ${unsupported}`);
    }
  }
}

function unsupportedOperator(operand: Value): string | undefined {
  if (typeOf(operand) === BsonType.regex) return '$regex';
  if (!isDoc(operand)) return undefined;
  return Object.keys(operand).find(
    (key) =>
      key.startsWith('$') && (!FILTER_OPERATORS.includes(key) || (key === '$exists' && !isSet(operand[key]))),
  );
}

function refuseOption(option: string, value: Value): void {
  if (option === 'collation' && isDoc(value) && value['locale'] === 'simple') return;
  if (option === 'hidden' && value === false) return;
  throw new MongoError(197, `The field '${option}' is not valid for an index specification`);
}

function refuseBadKey(key: Doc): void {
  const fields = Object.entries(key);
  if (fields.length === 0) throw new MongoError(67, 'Index keys cannot be an empty document.');
  if (fields.length > 32) throw new MongoError(67, 'Index key pattern too large.');
  for (const [path, direction] of fields) {
    if (typeof direction === 'string') throw new MongoError(67, `Unknown index plugin '${direction}'`);
    if (!isNumeric(direction) || toNumber(direction) === 0 || Number.isNaN(toNumber(direction))) {
      throw new MongoError(67, 'Values in an index key pattern must be numbers other than 0');
    }
    if (path === '' || path.split('.').includes(''))
      throw new MongoError(67, 'Index keys cannot contain an empty field.');
    if (path.includes('$**')) throw new MongoError(67, 'Wildcard indexes are not supported');
    if (path.split('.').some((part) => part.startsWith('$'))) {
      throw new MongoError(67, "Index key contains an illegal field name: it starts with '$'.");
    }
  }
}

function isSet(value: Value | undefined): boolean {
  return value === true || (isNumeric(value) && toNumber(value) !== 0);
}
