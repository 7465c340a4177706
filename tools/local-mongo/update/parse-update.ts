import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { findConflict, isIndex } from '../query/path.ts';
import { parseQuery } from '../query/parse-query.ts';
import { nowhere, topField } from '../query/predicate.ts';
import { addToSet, pop, pull, pullAll, push } from './array-modifiers.ts';
import type { Change } from './change.ts';
import { type ArrayFilters, expandPath } from './expand-path.ts';
import { readPath, refuseUnviable, removePath, writePath } from './update-path.ts';
import { increment, maximum, minimum, set } from './value-modifiers.ts';

export interface UpdateTarget {
  /** The index that the query's match left for `$`. */
  position: number | undefined;
  /** A document that an upsert is about to insert. */
  isInsert: boolean;
}

/** Changes a freshly decoded document in place. */
export type Modifier = (doc: Doc, target: UpdateTarget) => void;

const CHANGES: Record<string, (operand: Value, path: string) => Change> = {
  $set: set,
  $setOnInsert: set,
  $inc: increment,
  $min: minimum,
  $max: maximum,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
};

/** One modifier at one path, before the path is made literal. */
interface Step {
  path: string;
  onlyOnInsert: boolean;
  run(doc: Doc, parts: string[]): void;
}

/**
 * Reads a document of update operators.
 * @throws {MongoError} FailedToParse for unknown modifiers, ConflictingUpdateOperators when two touch one path
 */
export function parseModifiers(update: Doc, arrayFilters: Doc[]): Modifier {
  const steps = Object.entries(update).flatMap(([operator, fields]) => parseOperator(operator, fields));
  // MongoDB applies the paths in their order, whatever the order in the update.
  steps.sort((a, b) => comparePaths(a.path, b.path));
  refuseConflicts(steps.map(({ path }) => path.split('.')));
  if (arrayFilters.length === 0 && steps.every(({ path }) => !path.includes('$'))) {
    const literal = steps.map((step) => ({ step, parts: step.path.split('.') }));
    return (doc, { isInsert }) => {
      for (const { step, parts } of literal) if (isInsert || !step.onlyOnInsert) step.run(doc, parts);
    };
  }
  const filters = parseArrayFilters(arrayFilters, steps);
  return (doc, { position, isInsert }) => {
    const planned = steps
      .filter((step) => isInsert || !step.onlyOnInsert)
      .flatMap((step) => expandPath(doc, step.path, position, filters).map((parts) => ({ step, parts })));
    refuseConflicts(planned.map(({ parts }) => parts));
    for (const { step, parts } of planned) step.run(doc, parts);
  };
}

function parseOperator(operator: string, fields: Value): Step[] {
  const change = Object.hasOwn(CHANGES, operator) ? CHANGES[operator] : undefined;
  if (change === undefined && operator !== '$unset') throw new MongoError(9, `Unknown modifier: ${operator}`);
  if (!isDoc(fields)) throw new MongoError(9, `Modifiers operate on fields but ${operator} has another type`);
  return Object.entries(fields).map(([path, operand]) => {
    refuseBadPath(path);
    const run = change === undefined ? removePath : changing(change(operand, path));
    return { path, onlyOnInsert: operator === '$setOnInsert', run };
  });
}

function changing(change: Change): Step['run'] {
  return (doc, parts) => {
    const current = readPath(doc, parts);
    const value = change(current);
    if (value !== undefined) writePath(doc, parts, value);
    else if (current === undefined) refuseUnviable(doc, parts);
  };
}

/** Paths that were found good: clients send few different ones, again and again. */
const goodPaths = new Set<string>();
const MAX_GOOD_PATHS = 10_000;

function refuseBadPath(path: string): void {
  if (goodPaths.has(path)) return;
  const parts = path.split('.');
  if (parts.includes('')) {
    throw new MongoError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  }
  if (parts[0]!.startsWith('$[') || parts[0] === '$') {
    throw new MongoError(2, `Cannot have a positional operator as the first part of '${path}'`);
  }
  const dollar = parts.find((part) => part.startsWith('$') && !/^\$(?:\[.*\])?$/.test(part));
  if (dollar !== undefined && !['$ref', '$id', '$db'].includes(dollar)) {
    throw new MongoError(52, `The dollar ($) prefixed field '${dollar}' is not valid for storage.`);
  }
  if (path.length < 200 && goodPaths.size < MAX_GOOD_PATHS) goodPaths.add(path);
}

/** By parts, numbers by their value. */
function comparePaths(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x === y) continue;
    if (isIndex(x) && isIndex(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

function refuseConflicts(paths: string[][]): void {
  const conflict = paths.length < 2 ? undefined : findConflict(paths);
  if (conflict === undefined) return;
  throw new MongoError(
    40,
    `Updating the path '${conflict.path}' would create a conflict at '${conflict.at}'`,
  );
}

/** Each filter is a query whose paths begin with one identifier. */
function parseArrayFilters(arrayFilters: Doc[], steps: Step[]): ArrayFilters {
  const filters: ArrayFilters = new Map();
  for (const filter of arrayFilters) {
    const identifier = identifierOf(filter);
    if (filters.has(identifier)) {
      throw new MongoError(9, `Found multiple array filters with the same field name ${identifier}`);
    }
    const query = parseQuery(filter);
    filters.set(identifier, (element) => query.test({ [identifier]: element }, nowhere()));
  }
  const used = new Set(steps.flatMap(({ path }) => identifiersIn(path)));
  for (const identifier of used) {
    if (filters.has(identifier)) continue;
    throw new MongoError(2, `No array filter found for identifier '${identifier}' in path`);
  }
  const unused = [...filters.keys()].find((identifier) => !used.has(identifier));
  if (unused !== undefined) {
    throw new MongoError(9, `The array filter for identifier '${unused}' was not used in the update`);
  }
  return filters;
}

function identifiersIn(path: string): string[] {
  return path.split('.').flatMap((part) => /^\$\[(.+)\]$/.exec(part)?.[1] ?? []);
}

function identifierOf(filter: Doc): string {
  const [identifier, other] = new Set(topLevelNames(filter));
  if (identifier === undefined) throw new MongoError(9, 'arrayFilters need a top-level field name');
  if (other !== undefined) {
    throw new MongoError(9, `Expected a single top-level field name, found '${identifier}' and '${other}'`);
  }
  if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier)) {
    throw new MongoError(
      2,
      `The top-level field name must begin with a lowercase letter, not '${identifier}'`,
    );
  }
  return identifier;
}

function topLevelNames(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([name, operand]) => {
    if (!name.startsWith('$')) return [topField(name)];
    return Array.isArray(operand) ? operand.filter(isDoc).flatMap(topLevelNames) : [];
  });
}
