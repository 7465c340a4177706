import { ObjectId } from 'bson';
import { valuesEqual } from '../bson/compare.ts';
import { BsonType, type Doc, isDoc, setField, typeName, typeOf, type Value } from '../bson/value.ts';
import { compileUpdatePipeline } from '../aggregation/stages.ts';
import { MongoError } from '../errors.ts';
import type { Predicate } from '../query/predicate.ts';
import { parseModifiers, type UpdateTarget } from './parse-update.ts';
import { writePath } from './update-path.ts';

/** Turns a document, which it may change, into what the update makes of it. */
export type Updater = (doc: Doc, target: UpdateTarget) => Doc;

/** Reads an update: operators, a replacement or a pipeline. */
export function parseUpdate(update: Value, arrayFilters: Doc[]): Updater {
  if (!Array.isArray(update) && !isDoc(update)) {
    throw new MongoError(9, 'Update argument must be either an object or an array');
  }
  if (isDoc(update) && !isReplacement(update)) {
    const modify = parseModifiers(update, arrayFilters);
    return keepingId((doc, target) => {
      modify(doc, target);
      return doc;
    });
  }
  if (arrayFilters.length > 0) {
    throw new MongoError(9, 'arrayFilters may not be specified for a replacement or a pipeline');
  }
  if (Array.isArray(update)) return keepingId(compileUpdatePipeline(update));
  return keepingId((doc) => replacement(update, doc));
}

/** Whether an update is a whole document rather than a set of operators. */
export function isReplacement(update: Value): update is Doc {
  return isDoc(update) && !Object.keys(update)[0]?.startsWith('$');
}

function replacement(update: Doc, doc: Doc): Doc {
  const dollar = Object.keys(update).find((name) => name.startsWith('$'));
  if (dollar !== undefined) {
    throw new MongoError(52, `The dollar ($) prefixed field '${dollar}' is not allowed in a replacement`);
  }
  const { _id: id = doc['_id'] } = update;
  return idFirst({ ...update, ...(id !== undefined && { _id: id }) });
}

/** An update never changes a document's _id; a missing one stays or, on insert, is made. */
function keepingId(update: Updater): Updater {
  return (doc, target) => {
    const id = doc['_id'];
    const result = update(doc, target);
    if (id !== undefined && (result['_id'] === undefined || !valuesEqual(result['_id'], id))) {
      throw new MongoError(66, `The update would modify the immutable field '_id'`);
    }
    return result;
  };
}

/**
 * The document that an upsert starts from: what the query demands to be equal, or only its _id for a replacement.
 * @throws {MongoError} NotSingleValueField when the query demands two values of one path, NotExactValueField when it
 * demands only parts of the _id that a replacement needs
 */
export function documentOfQuery(query: Predicate, onlyId: boolean): Doc {
  const doc: Doc = {};
  const demanded = equalities(query);
  if (onlyId) refusePartOfId(demanded.map(({ path }) => path));
  const wanted = demanded.filter(({ path }) => !onlyId || path === '_id');
  for (const [i, { path, value }] of wanted.entries()) {
    const other = wanted.slice(0, i).find((earlier) => overlap(earlier.path, path));
    if (other !== undefined) {
      const text =
        other.path === path
          ? `path '${path}' is matched twice`
          : `both paths '${path}' and '${other.path}' are matched`;
      throw new MongoError(54, `cannot infer query fields to set, ${text}`);
    }
    writePath(doc, path.split('.'), copyOf(value));
  }
  return doc;
}

function refusePartOfId(paths: string[]): void {
  const part = paths.find((path) => path.startsWith('_id.'));
  if (part === undefined) return;
  throw new MongoError(111, `field at '_id' must be exactly specified, field at sub-path '${part}' found`);
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function equalities(query: Predicate): { path: string; value: Value }[] {
  if (query.kind === 'field') {
    const value = onlyValue(query.operator, query.operand);
    return value === undefined ? [] : [{ path: query.path, value }];
  }
  if (query.kind === 'and' || (query.kind === 'or' && query.children.length === 1)) {
    return query.children.flatMap(equalities);
  }
  return [];
}

/** What a condition demands to be equal, if that is one value: MongoDB takes an `$in` of one for an `$eq`. */
function onlyValue(operator: string, operand: Value): Value | undefined {
  if (operator === '$eq') return operand;
  if (operator !== '$in' || !Array.isArray(operand)) return undefined;
  const [first, ...others] = operand;
  const isOne = first !== undefined && typeOf(first) !== BsonType.regex;
  return isOne && others.every((other) => valuesEqual(other, first)) ? first : undefined;
}

/** The updater changes documents in place and must not reach into the query. */
function copyOf(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isDoc(value)) return value;
  const copy: Doc = {};
  for (const [name, item] of Object.entries(value)) setField(copy, name, copyOf(item));
  return copy;
}

/** The document with its _id in front, made when it has none. */
export function withId(doc: Doc): Doc {
  return idFirst(doc['_id'] === undefined ? { _id: new ObjectId(), ...doc } : doc);
}

function idFirst(doc: Doc): Doc {
  if (doc['_id'] === undefined || Object.keys(doc)[0] === '_id') return doc;
  const { _id: id, ...rest } = doc;
  return { _id: id, ...rest };
}

/** @throws {MongoError} InvalidIdField for an _id that cannot identify a document */
export function refuseBadId(id: Value): void {
  const type = typeOf(id);
  if (type === BsonType.array || type === BsonType.regex || type === BsonType.undefined) {
    throw new MongoError(53, `The '_id' value cannot be of type ${typeName(id)}`);
  }
  const dollar = isDoc(id) && Object.keys(id).find((name) => name.startsWith('$'));
  if (dollar) throw new MongoError(52, `_id fields may not contain '$'-prefixed fields: ${dollar}`);
}
