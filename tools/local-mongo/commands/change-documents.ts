import { encode, MAX_DOCUMENT_BYTES } from '../bson/codec.ts';
import { decodeFields, withFields } from '../bson/raw.ts';
import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Match } from '../planner/find.ts';
import { type Predicate, topField } from '../query/predicate.ts';
import { type Collection, keysIn } from '../storage/collection.ts';
import {
  documentOfQuery,
  isReplacement,
  parseUpdate,
  refuseBadId,
  type Updater,
  withId,
} from '../update/apply-update.ts';
import type { Arguments } from './arguments.ts';

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

/**
 * Applies an update to a found document. Only what the update and the indexes over it look at is decoded.
 * @returns the document's bytes, the very same ones when nothing changed
 */
export function modify(collection: Collection, match: Match, { updater, fields }: Change): Uint8Array {
  const indexes = collection.indexesOver(fields);
  const needed = fields && new Set([...fields, ...indexes.flatMap(({ topFields }) => [...topFields])]);
  const doc = decodeFields(match.bytes, needed);
  const before = keysIn(indexes, doc);
  const after = updater(doc, { position: match.position, isInsert: false });
  const bytes = withFields(match.bytes, needed, after);
  if (Buffer.compare(bytes, match.bytes) === 0) return match.bytes;
  refuseSize(bytes);
  collection.replace(match.record, bytes, before, after);
  return bytes;
}

/** Inserts what an update makes of the values that the query demands. */
export function upsert(collection: Collection, query: Predicate, { spec, updater }: Change): Doc {
  const base = documentOfQuery(query, isReplacement(spec));
  const doc = withId(updater(base, { position: undefined, isInsert: true }));
  insertDocument(collection, doc, encode(doc));
  return doc;
}

/** @throws {MongoError} DuplicateKey, InvalidIdField, BSONObjectTooLarge */
export function insertDocument(collection: Collection, doc: Doc, bytes: Uint8Array): void {
  refuseBadId(doc['_id']!);
  refuseSize(bytes);
  collection.insert(doc, bytes);
}

function refuseSize(bytes: Uint8Array): void {
  if (bytes.length <= MAX_DOCUMENT_BYTES) return;
  throw new MongoError(10334, `BSONObj size: ${bytes.length} is invalid`);
}
