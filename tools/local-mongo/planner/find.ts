import { decode } from '../bson/codec.ts';
import { decodeFields } from '../bson/raw.ts';
import type { Doc } from '../bson/value.ts';
import { fieldsOfQuery, nowhere, type Predicate } from '../query/predicate.ts';
import { compileSort } from '../query/sort.ts';
import type { Collection } from '../storage/collection.ts';
import { choosePlan, type Hint, type Plan } from './choose-plan.ts';
import { planRecords } from './scan.ts';

export interface FindOptions {
  sort?: Doc | undefined;
  skip?: number | undefined;
  limit?: number | undefined;
  /** The caller wants to know where in an array the query matched. */
  needsPosition?: boolean;
  /** 'natural' for the whole collection in the order of insertion. */
  hint?: Hint | 'natural' | undefined;
}

/** A document that a query found. It is decoded only when somebody asks. */
export interface Match {
  record: number;
  bytes: Uint8Array;
  doc(): Doc;
  position: number | undefined;
}

export interface FindResult {
  matches: Match[];
  plan: Plan | undefined;
  keysExamined: number;
  docsExamined: number;
}

const NOTHING: FindResult = { matches: [], plan: undefined, keysExamined: 0, docsExamined: 0 };

/** Finds documents by the best index, or by reading them all; none in a collection that does not exist. */
export function find(
  collection: Collection | undefined,
  query: Predicate,
  options: FindOptions = {},
): FindResult {
  if (collection === undefined) return { ...NOTHING, matches: [] };
  const isSorted = options.sort !== undefined && Object.keys(options.sort).length > 0;
  const sort = isSorted && !isNatural(options.sort) ? options.sort : undefined;
  const isScan = options.hint === 'natural' || isNatural(options.sort);
  const plan = isScan ? undefined : choosePlan(collection, query, sort, indexHint(options.hint));
  const result: FindResult = { matches: [], plan, keysExamined: 0, docsExamined: 0 };
  const mustSort = sort !== undefined && plan?.sorted !== true;
  const skip = options.skip ?? 0;
  const wanted = mustSort || !options.limit ? Infinity : skip + options.limit;
  const records =
    plan === undefined
      ? naturalOrder(collection, options.sort)
      : planRecords(plan, () => result.keysExamined++);
  const trusted = plan?.exact === true && options.needsPosition !== true;
  const fields = fieldsOfQuery(query);
  for (const record of records) {
    result.docsExamined++;
    const match = inspect(collection, record, trusted ? undefined : query, fields);
    if (match === undefined) continue;
    result.matches.push(match);
    if (result.matches.length >= wanted) break;
  }
  if (mustSort) sortMatches(result.matches, sort);
  if (skip > 0 || options.limit) {
    result.matches = result.matches.slice(skip, options.limit ? skip + options.limit : undefined);
  }
  return result;
}

/** How many documents a query finds; without reading any when an index decides it alone. */
export function count(
  collection: Collection | undefined,
  query: Predicate,
  { skip = 0, limit, hint }: FindOptions = {},
): FindResult & { count: number } {
  if (collection !== undefined && isEverything(query) && indexHint(hint) === undefined) {
    return { ...NOTHING, count: cut(collection.records.size, skip, limit) };
  }
  const isScan = collection === undefined || hint === 'natural';
  const plan = isScan ? undefined : choosePlan(collection, query, undefined, hint);
  if (plan?.exact !== true) {
    const result = find(collection, query, { skip, limit, hint });
    return { ...result, count: result.matches.length };
  }
  const wanted = limit ? skip + limit : Infinity;
  let keysExamined = 0;
  let found = 0;
  for (const _ of planRecords(plan, () => keysExamined++)) if (++found >= wanted) break;
  return { matches: [], plan, keysExamined, docsExamined: 0, count: cut(found, skip, limit) };
}

function cut(found: number, skip: number, limit: number | undefined): number {
  return Math.min(Math.max(0, found - skip), limit || Infinity);
}

function indexHint(hint: FindOptions['hint']): Hint | undefined {
  return hint === 'natural' ? undefined : hint;
}

function isEverything(query: Predicate): boolean {
  return query.kind === 'and' && query.children.length === 0;
}

/** Reads as little of a document as the query looks at. */
function inspect(
  collection: Collection,
  record: number,
  query: Predicate | undefined,
  fields: ReadonlySet<string>,
): Match | undefined {
  const bytes = collection.records.get(record)!;
  const position = nowhere();
  if (query !== undefined && !query.test(decodeFields(bytes, fields), position)) return undefined;
  let doc: Doc | undefined;
  return { record, bytes, doc: () => (doc ??= decode(bytes)), position: position.index };
}

function isNatural(sort: Doc | undefined): boolean {
  return sort !== undefined && '$natural' in sort;
}

function naturalOrder(collection: Collection, sort: Doc | undefined): Iterable<number> {
  const records = collection.records.keys();
  return isNatural(sort) && Number(sort!['$natural']) < 0 ? [...records].toReversed() : records;
}

function sortMatches(matches: Match[], sort: Doc): void {
  const compare = compileSort(sort);
  matches.sort((a, b) => compare(a.doc(), b.doc()));
}
