import { encode, MAX_DOCUMENT_BYTES } from '../bson/codec.ts';
import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Match } from '../planner/find.ts';
import type { Predicate } from '../query/predicate.ts';
import type { Collection } from '../storage/collection.ts';
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
  /** It says `$`, and so needs to know where in an array the query matched. */
  needsPosition: boolean;
}

/** @throws {MongoError} for an update that is none */
export function parseChange(spec: Value, args: Arguments, constants: string): Change {
  const updater = parseUpdate(spec, {
    arrayFilters: args.documents('arrayFilters') ?? [],
    variables: args.document(constants) ?? {},
  });
  return { spec, updater, needsPosition: usesPosition(spec) };
}

function usesPosition(spec: Value): boolean {
  if (!isDoc(spec)) return false;
  return Object.values(spec).some(
    (fields) => isDoc(fields) && Object.keys(fields).some((path) => /\.\$(?:\.|$)/.test(path)),
  );
}

/** Applies an update to a found document. Returns its bytes, the very same ones when nothing changed. */
export function modify(collection: Collection, match: Match, { updater }: Change): Uint8Array {
  // The updater changes the document that it is given: nobody else may have it.
  const doc = match.takeDoc();
  const before = collection.keysOf(doc);
  const after = updater(doc, { position: match.position, isInsert: false });
  const bytes = encode(after);
  if (Buffer.compare(bytes, match.bytes) === 0) return match.bytes;
  refuseSize(bytes);
  collection.replace(match.record, before, after, bytes);
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
  throw new MongoError(
    10334,
    `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`,
  );
}
