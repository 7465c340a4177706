import { Int32 } from 'bson';
import { decode, encode } from '../bson/codec.ts';
import { type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { find, type Match } from '../planner/find.ts';
import type { Collection } from '../storage/collection.ts';
import { isReplacement, withId } from '../update/apply-update.ts';
import { Arguments, namespaceOf } from './arguments.ts';
import {
  applyChange,
  type Change,
  type Changed,
  changeOf,
  insertDocument,
  parseChange,
  upsert,
} from './change-documents.ts';
import type { Answer, Command, CommandContext } from './dispatcher.ts';
import { findAndModify } from './find-and-modify.ts';
import { parseFind } from './find-request.ts';
import {
  DELETES,
  once,
  refuseBatchSize,
  refuseRetryableMulti,
  retriedStatements,
  runStatements,
  statementsOf,
  UPDATES,
} from './statements.ts';
import type { Limited } from './time-limit.ts';

function insert(context: CommandContext): Answer {
  const { state, database, name, body, sequences } = context;
  const namespace = namespaceOf(database, body[name]!);
  const documents: (Uint8Array | Doc)[] =
    sequences.get('documents') ?? new Arguments(name, body).documents('documents') ?? [];
  refuseBatchSize(documents.length);
  const collection = state.catalog.getOrCreate(namespace);
  let n = 0;
  const failures = runStatements(context, documents, (document, index) => {
    once(
      context,
      index,
      () => insertOne(collection, document),
      () => true,
    );
    n++;
  });
  return { n, ...failures, ...retriedStatements(context) };
}

function insertOne(collection: Collection, document: Uint8Array | Doc): Doc {
  const given = document instanceof Uint8Array ? decode(document) : document;
  const hasId = Object.keys(given)[0] === '_id';
  const doc = hasId ? given : withId(given);
  // A copy: a few documents must not keep a whole message in memory.
  const bytes = hasId && document instanceof Uint8Array ? Buffer.from(document) : encode(doc);
  insertDocument(collection, doc, bytes);
  return {};
}

/** What one statement of an update did. */
interface UpdateOutcome extends Doc {
  matched: Int32;
  modified: Int32;
  /** The new document's _id, null when none was inserted: as a list, for an _id may itself be null. */
  upserted: Value[];
}

function update(context: CommandContext): Answer {
  const { database, name, body } = context;
  const namespace = namespaceOf(database, body[name]!);
  let n = 0;
  let nModified = 0;
  const upserted: { index: number; _id: Value }[] = [];
  const failures = runStatements(context, statementsOf(context, UPDATES), (statement, index) => {
    refuseRetryableMulti(context, statement.boolean('multi'));
    const outcome = once(
      context,
      index,
      () => updateMatching(context, namespace, statement),
      (result) => result.modified.value > 0 || result.upserted.length > 0,
    );
    n += outcome.matched.value + outcome.upserted.length;
    nModified += outcome.modified.value;
    for (const id of outcome.upserted) upserted.push({ index, _id: id });
  });
  return {
    n,
    nModified,
    ...(upserted.length > 0 && { upserted }),
    ...failures,
    ...retriedStatements(context),
  };
}

function updateMatching(
  { state: { catalog }, timeLimit }: CommandContext,
  namespace: string,
  statement: Arguments,
): UpdateOutcome {
  const spec = statement.value('u') ?? null;
  const isMulti = statement.boolean('multi');
  if (isMulti && isReplacement(spec)) {
    throw new MongoError(9, 'multi update is not supported for replacement-style update');
  }
  const change = parseChange(spec, statement);
  const { query, options, limited } = parseFind(statement, 'q', timeLimit, change.needsPosition);
  const collection = catalog.find(namespace);
  const wanted = { ...options, limit: isMulti ? 0 : 1 };
  const { matches } = limited(() => find(collection, query, wanted));
  if (matches.length === 0 && statement.boolean('upsert')) {
    const doc = upsert(catalog, namespace, query, change, limited);
    return { matched: new Int32(0), modified: new Int32(0), upserted: [doc['_id']!] };
  }
  const modified = collection === undefined ? 0 : changeAll(collection, matches, change, limited);
  return { matched: new Int32(matches.length), modified: new Int32(modified), upserted: [] };
}

/**
 * Works everything out before it changes anything, so that an interruption leaves all as it was. A document that
 * cannot be changed stops those behind it, not those before.
 * @returns how many documents are different now
 */
function changeAll(collection: Collection, matches: Match[], change: Change, limited: Limited): number {
  const changes: Changed[] = [];
  let failure: unknown;
  limited(() => {
    try {
      for (const match of matches) changes.push(changeOf(collection, match, change));
    } catch (error) {
      failure = error;
    }
  });
  let modified = 0;
  for (const changed of changes) if (applyChange(collection, changed)) modified++;
  if (failure !== undefined) throw failure;
  return modified;
}

function remove(context: CommandContext): Answer {
  const { state, database, name, body } = context;
  const collection = state.catalog.find(namespaceOf(database, body[name]!));
  let n = 0;
  const failures = runStatements(context, statementsOf(context, DELETES), (statement, index) => {
    const limit = statement.number('limit');
    if (limit !== 0 && limit !== 1) {
      throw new MongoError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    }
    refuseRetryableMulti(context, limit === 0);
    const outcome = once(
      context,
      index,
      () => ({ n: new Int32(removeMatching(context, collection, statement)) }),
      (result) => result.n.value > 0,
    );
    n += outcome.n.value;
  });
  return { n, ...failures, ...retriedStatements(context) };
}

function removeMatching(
  { timeLimit }: CommandContext,
  collection: Collection | undefined,
  statement: Arguments,
): number {
  const { query, options, limited } = parseFind(statement, 'q', timeLimit);
  const { matches } = limited(() => find(collection, query, options));
  for (const match of matches) collection!.remove(match.record, match.doc());
  return matches.length;
}

export const WRITE_COMMANDS: Record<string, Command> = {
  insert: {
    run: insert,
    arguments: 'documents ordered bypassDocumentValidation stmtId stmtIds',
    isWrite: true,
  },
  update: {
    run: update,
    arguments: 'updates ordered bypassDocumentValidation stmtId stmtIds',
    isWrite: true,
  },
  delete: { run: remove, arguments: 'deletes ordered stmtId stmtIds', isWrite: true },
  findAndModify: {
    run: findAndModify,
    arguments:
      'query sort remove update new fields upsert bypassDocumentValidation collation arrayFilters hint stmtId',
    isWrite: true,
  },
};
