import { Double, Long } from 'bson';
import { compilePipeline } from '../aggregation/pipeline.ts';
import { encode, MAX_INTERNAL_BYTES } from '../bson/codec.ts';
import { compareKeys } from '../bson/compare.ts';
import { keyOf } from '../bson/key.ts';
import { type Doc, isDoc, typeName, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { count, find } from '../planner/find.ts';
import { leafValues } from '../query/path.ts';
import { Arguments, cursorNamespaceOf, namespaceOf, refuseCollation } from './arguments.ts';
import { cursorReply } from './cursor-reply.ts';
import type { Answer, Command, CommandContext } from './dispatcher.ts';
import { parseFind, Shown } from './find-request.ts';
import { parseHint } from './hint.ts';

function runFind({ state, database, name, body, timeLimit }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const namespace = namespaceOf(database, body[name]!);
  const shown = new Shown(args.document('projection'));
  const { query, options, limited } = parseFind(args, 'filter', timeLimit, shown.needsPosition);
  const collection = state.catalog.find(namespace);
  const documents = limited(() =>
    find(collection, query, options).matches.map((match) => shown.bytes(match)),
  );
  const batch = state.cursors.start(namespace, documents, {
    batchSize: args.count('batchSize'),
    singleBatch: args.boolean('singleBatch'),
    noCursorTimeout: args.boolean('noCursorTimeout'),
  });
  return cursorReply('firstBatch', namespace, batch);
}

function getMore({ state, database, name, body }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const namespace = cursorNamespaceOf(database, args.string('collection'));
  const id = cursorId(body[name]!);
  return cursorReply('nextBatch', namespace, state.cursors.more(id, namespace, args.count('batchSize')));
}

function cursorId(value: Value): Long {
  if (value instanceof Long) return value;
  throw new MongoError(14, `A cursor id is the wrong type '${typeName(value)}', expected type 'long'`);
}

function killCursors({ state, database, name, body }: CommandContext): Answer {
  cursorNamespaceOf(database, new Arguments(name, body).string(name));
  const ids = body['cursors'];
  if (!Array.isArray(ids)) {
    throw new MongoError(40414, `BSON field 'killCursors.cursors' is missing but a required field`);
  }
  const cursorsKilled = ids.map(cursorId).filter((id) => state.cursors.kill(id));
  const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id as Long));
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
}

function runCount({ state, database, name, body, timeLimit }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const collection = state.catalog.find(namespaceOf(database, body[name]!));
  const { query, options, limited } = parseFind(args, 'query', timeLimit);
  return { n: limited(() => count(collection, query, options).count) };
}

function distinct({ state, database, name, body, timeLimit }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const collection = state.catalog.find(namespaceOf(database, body[name]!));
  const parts = args.string('key').split('.');
  const { query, options, limited } = parseFind(args, 'query', timeLimit);
  const values = new Map<string, Value>();
  limited(() => {
    for (const match of find(collection, query, { hint: options.hint }).matches) {
      for (const value of leafValues(match.doc(), parts)) values.set(keyOf(value), value);
    }
  });
  const sorted = [...values].sort(([a], [b]) => compareKeys(a, b));
  return distinctReply(sorted.map(([, value]) => value));
}

/** @throws {MongoError} 17217 when the values are more than one reply can hold */
function distinctReply(values: Value[]): Uint8Array {
  try {
    return encode({ values, ok: new Double(1) }, MAX_INTERNAL_BYTES);
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    throw new MongoError(17217, 'distinct too big, 16mb cap');
  }
}

function aggregate({ state, database, name, body, timeLimit }: CommandContext): Answer {
  const args = new Arguments(name, body);
  refuseCollation(body['collation']);
  const target = body[name]!;
  // `aggregate: 1` stands for no collection at all.
  const namespace = typeof target === 'string' ? namespaceOf(database, target) : `${database}.$cmd.aggregate`;
  const stages = pipelineOf(args);
  const cursor = body['cursor'] ?? null;
  if (!isDoc(cursor)) throw new MongoError(9, "The 'cursor' option is required");
  const hint = parseHint(args.value('hint'));
  const run = compilePipeline(stages);
  const collection = state.catalog.find(namespace);
  const documents = timeLimit.over(stages)(() => run(collection, hint).map((doc) => encode(doc)));
  const batchSize = new Arguments('cursor', cursor).count('batchSize');
  return cursorReply('firstBatch', namespace, state.cursors.start(namespace, documents, { batchSize }));
}

export function pipelineOf(args: Arguments): Doc[] {
  const stages = args.documents('pipeline');
  if (stages !== undefined) return stages;
  throw new MongoError(40414, `BSON field 'aggregate.pipeline' is missing but a required field`);
}

export const READ_COMMANDS: Record<string, Command> = {
  find: {
    run: runFind,
    arguments:
      'filter sort projection hint skip limit batchSize singleBatch noCursorTimeout allowDiskUse collation',
  },
  getMore: { run: getMore, arguments: 'collection batchSize' },
  killCursors: { run: killCursors, arguments: 'cursors' },
  count: { run: runCount, arguments: 'query limit skip hint collation' },
  distinct: { run: distinct, arguments: 'key query hint collation' },
  aggregate: {
    run: aggregate,
    arguments: 'pipeline cursor allowDiskUse hint collation bypassDocumentValidation',
  },
};
