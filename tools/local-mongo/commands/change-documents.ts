import { encode, refuseSize } from '../bson/codec.ts';
import { decodeFields, withFields } from '../bson/raw.ts';
import { type Doc, isDoc, type Value } from '../bson/value.ts';
import type { Match } from '../planner/find.ts';
import { type Predicate, topField } from '../query/predicate.ts';
import type { Catalog } from '../storage/catalog.ts';
import { type Collection, type IndexedKeys, keysIn } from '../storage/collection.ts';
import {
  documentOfQuery,
  isReplacement,
  parseUpdate,
  refuseBadId,
  type Updater,
  withId,
} from '../update/apply-update.ts';
import type { Arguments } from './arguments.ts';
import type { Limited } from './time-limit.ts';

/** An update as the commands bring it. */
export interface Change {
  spec: Value;
  updater: Updater;
  /** The top-level fields that it changes; undefined when that may be any. */
  fields: ReadonlySet<string> | undefined;
  /** It says `$`, and so needs to know where in an array the query matched. */
  needsPosition: boolean;
}

/** @throws {MongoError} for an update that is none */
export function parseChange(spec: Value, args: Arguments): Change {
  const updater = parseUpdate(spec, args.documents('arrayFilters') ?? []);
  const paths = isDoc(spec) && !isReplacement(spec) ? pathsOf(spec) : undefined;
  return {
    spec,
    updater,
    fields: paths && new Set(paths.map(topField)),
    needsPosition: paths?.some((path) => /\.\$(?:\.|$)/.test(path)) === true,
  };
}

/** What the operators of an update change. */
function pathsOf(spec: Doc): string[] {
  return Object.values(spec).flatMap((fields) => Object.keys(fields as Doc));
}

/** What an update makes of a found document. */
export interface Changed {
  match: Match;
  /** The very same ones as before when nothing changed. */
  bytes: Uint8Array;
  before: IndexedKeys;
  after: Doc;
}

/**
 * Works out what an update makes of a found document, and changes nothing: it may be interrupted. Only what the
 * update and the indexes over it look at is decoded.
 */
export function changeOf(collection: Collection, match: Match, { updater, fields }: Change): Changed {
  const indexes = collection.indexesOver(fields);
  const needed = fields && new Set([...fields, ...indexes.flatMap(({ topFields }) => [...topFields])]);
  const doc = decodeFields(match.bytes, needed);
  const before = keysIn(indexes, doc);
  const after = updater(doc, { position: match.position, isInsert: false });
  const bytes = withFields(match.bytes, needed, after);
  if (Buffer.compare(bytes, match.bytes) === 0) return { match, bytes: match.bytes, before, after };
  refuseSize(bytes);
  return { match, bytes, before, after };
}

/** Puts a changed document in the place of the one that was found. Returns whether it differs. */
export function applyChange(collection: Collection, { match, bytes, before, after }: Changed): boolean {
  if (bytes === match.bytes) return false;
  collection.replace(match.record, bytes, before, after);
  return true;
}

/** Inserts what an update makes of the values that the query demands. */
export function upsert(
  catalog: Catalog,
  namespace: string,
  query: Predicate,
  change: Change,
  limited: Limited,
): Doc {
  const doc = limited(() => upsertedDocument(query, change));
  insertDocument(catalog.getOrCreate(namespace), doc, encode(doc));
  return doc;
}

function upsertedDocument(query: Predicate, { spec, updater }: Change): Doc {
  const base = documentOfQuery(query, isReplacement(spec));
  return withId(updater(base, { position: undefined, isInsert: true }));
}

/** @throws {MongoError} DuplicateKey, InvalidIdField, BSONObjectTooLarge */
export function insertDocument(collection: Collection, doc: Doc, bytes: Uint8Array): void {
  refuseBadId(doc['_id']!);
  refuseSize(bytes);
  collection.insert(doc, bytes);
}
