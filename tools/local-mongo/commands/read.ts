import { Long } from 'bson';
import { compilePipeline } from '../aggregation/pipeline.ts';
import { encode } from '../bson/codec.ts';
import { keyOf } from '../bson/key.ts';
import { type Doc, isDoc, typeName, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { count, find } from '../planner/find.ts';
import { parseQuery } from '../query/parse-query.ts';
import { compileProjection } from '../query/projection.ts';
import { visitPath } from '../query/path.ts';
import { Arguments, namespaceOf, refuseCollation } from './arguments.ts';
import { cursorReply } from './cursor-reply.ts';
import type { Answer, Command, CommandContext } from './dispatcher.ts';
import { parseHint } from './hint.ts';

function runFind({ state, database, name, body }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const namespace = namespaceOf(database, body[name]!);
  refuseCollation(body);
  const query = parseQuery(args.document('filter') ?? {});
  const spec = args.document('projection') ?? {};
  const projection = Object.keys(spec).length === 0 ? undefined : compileProjection(spec, { isFind: true });
  const collection = state.catalog.find(namespace);
  const limit = args.number('limit') ?? 0;
  const matches =
    collection === undefined
      ? []
      : find(collection, query, {
          sort: args.document('sort'),
          skip: args.count('skip'),
          limit: Math.abs(limit),
          needsPosition: Object.keys(spec).some((path) => path.endsWith('.$')),
          hint: parseHint(body['hint']),
        }).matches;
  const variables = { NOW: new Date(), ...args.document('let') };
  const documents = matches.map((match) =>
    projection === undefined ? match.bytes : encode(projection(match.doc(), match.position, variables)),
  );
  const batch = state.cursors.start(namespace, documents, {
    batchSize: args.count('batchSize'),
    singleBatch: args.boolean('singleBatch') || limit < 0,
    noCursorTimeout: args.boolean('noCursorTimeout'),
  });
  return cursorReply('firstBatch', namespace, batch);
}

function getMore({ state, database, name, body }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const namespace = namespaceOf(database, args.string('collection'));
  const id = cursorId(body[name]!);
  return cursorReply('nextBatch', namespace, state.cursors.more(id, namespace, args.count('batchSize')));
}

function cursorId(value: Value): Long {
  if (value instanceof Long) return value;
  throw new MongoError(
    14,
    `BSON field 'getMore.getMore' is the wrong type '${typeName(value)}', expected type 'long'`,
  );
}

function killCursors({ state, database, name, body }: CommandContext): Answer {
  namespaceOf(database, body[name]!);
  const ids = body['cursors'];
  if (!Array.isArray(ids))
    throw new MongoError(40414, `BSON field 'killCursors.cursors' is missing but a required field`);
  const killed = ids.map(cursorId).filter((id) => state.cursors.kill(id));
  const unknown = ids.filter((id) => !killed.includes(id as Long));
  return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] };
}

function runCount({ state, database, name, body }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const namespace = namespaceOf(database, body[name]!);
  refuseCollation(body);
  const query = parseQuery(args.document('query') ?? {});
  const collection = state.catalog.find(namespace);
  if (collection === undefined) return { n: 0 };
  const found = count(collection, query).count;
  const rest = Math.max(0, found - (args.count('skip') ?? 0));
  const limit = Math.abs(args.number('limit') ?? 0);
  return { n: limit === 0 ? rest : Math.min(rest, limit) };
}

function distinct({ state, database, name, body }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const namespace = namespaceOf(database, body[name]!);
  refuseCollation(body);
  const parts = args.string('key').split('.');
  const query = parseQuery(args.document('query') ?? {});
  const collection = state.catalog.find(namespace);
  const values = new Map<string, Value>();
  for (const match of collection === undefined ? [] : find(collection, query).matches) {
    visitPath(match.doc(), parts, (value, index) => {
      const isWholeArray = Array.isArray(value) && index === undefined;
      if (value !== undefined && !isWholeArray) {
        const key = keyOf(value);
        if (!values.has(key)) values.set(key, value);
      }
      return false;
    });
  }
  return { values: [...values.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) };
}

function aggregate({ state, database, name, body }: CommandContext): Answer {
  const args = new Arguments(name, body);
  refuseCollation(body);
  const target = body[name]!;
  // `aggregate: 1` stands for no collection at all.
  const collectionName = typeof target === 'string' ? target : '$cmd.aggregate';
  const namespace =
    typeof target === 'string' ? namespaceOf(database, target) : `${database}.${collectionName}`;
  const stages = args.documents('pipeline');
  if (stages === undefined)
    throw new MongoError(40414, `BSON field 'aggregate.pipeline' is missing but a required field`);
  const cursor = body['cursor'];
  if (!isDoc(cursor ?? null)) {
    throw new MongoError(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  }
  const run = compilePipeline(stages, {
    catalog: state.catalog,
    database,
    variables: { NOW: new Date(), ...args.document('let') },
  });
  const documents = run(state.catalog.find(namespace)).map(encode);
  const batchSize = new Arguments('cursor', cursor as Doc).count('batchSize');
  return cursorReply('firstBatch', namespace, state.cursors.start(namespace, documents, { batchSize }));
}

export const READ_COMMANDS: Record<string, Command> = {
  find: {
    run: runFind,
    arguments: [
      'filter',
      'sort',
      'projection',
      'hint',
      'skip',
      'limit',
      'batchSize',
      'singleBatch',
      'noCursorTimeout',
      'allowDiskUse',
      'collation',
      'let',
    ],
  },
  getMore: { run: getMore, arguments: ['collection', 'batchSize'] },
  killCursors: { run: killCursors, arguments: ['cursors'] },
  count: { run: runCount, arguments: ['query', 'limit', 'skip', 'hint', 'collation'] },
  distinct: { run: distinct, arguments: ['key', 'query', 'hint', 'collation'] },
  aggregate: {
    run: aggregate,
    arguments: ['pipeline', 'cursor', 'allowDiskUse', 'hint', 'let', 'collation', 'bypassDocumentValidation'],
  },
};
