import { Int32 } from 'bson';
import { encode } from '../bson/codec.ts';
import { valuesEqual } from '../bson/compare.ts';
import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { parseQuery } from '../query/parse-query.ts';
import { nowhere } from '../query/predicate.ts';
import { type IndexSpec, parseIndexSpec } from '../storage/index-spec.ts';
import { type Collection, ID_INDEX } from '../storage/collection.ts';
import { Arguments, namespaceOf, refuseCollation } from './arguments.ts';
import { cursorReply } from './cursor-reply.ts';
import type { Answer, Command, CommandContext } from './dispatcher.ts';

function create({ state, database, name, body }: CommandContext): Answer {
  const namespace = namespaceOf(database, body[name]!);
  refuseCollation(body['collation']);
  if (state.catalog.find(namespace) !== undefined) {
    throw new MongoError(48, `Collection ${namespace} already exists.`);
  }
  state.catalog.create(namespace);
  return {};
}

function drop({ state, database, name, body }: CommandContext): Answer {
  const namespace = namespaceOf(database, body[name]!);
  const collection = state.catalog.find(namespace);
  if (collection === undefined) throw new MongoError(26, 'ns not found');
  const nIndexesWas = collection.indexes.length;
  state.catalog.drop(namespace);
  return { nIndexesWas, ns: namespace };
}

function dropDatabase({ state, database }: CommandContext): Answer {
  for (const { namespace } of state.catalog.collectionsOf(database)) state.catalog.drop(namespace);
  return { dropped: database };
}

function listCollections({ state, database, name, body, timeLimit }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const filter = parseQuery(args.document('filter') ?? {});
  const nameOnly = args.boolean('nameOnly');
  const all = state.catalog
    .collectionsOf(database)
    .map(({ namespace }) => describe(namespace.slice(database.length + 1)));
  const documents = timeLimit
    .over(body['filter'])(() => all.filter((doc) => filter.test(doc, nowhere())))
    .map((doc) => encode(nameOnly ? { name: doc['name']!, type: doc['type']! } : doc));
  return firstBatch(state, `${database}.$cmd.listCollections`, documents, body);
}

function describe(name: string): Doc {
  const idIndex = { v: new Int32(2), key: { _id: new Int32(1) }, name: '_id_' };
  return { name, type: 'collection', options: {}, info: { readOnly: false }, idIndex };
}

function firstBatch(
  state: CommandContext['state'],
  namespace: string,
  documents: Uint8Array[],
  body: Doc,
): Answer {
  const cursor = body['cursor'];
  const batchSize = isDoc(cursor ?? null)
    ? new Arguments('cursor', cursor as Doc).count('batchSize')
    : undefined;
  return cursorReply('firstBatch', namespace, state.cursors.start(namespace, documents, { batchSize }));
}

function listDatabases({ state, name, body, timeLimit }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const filter = parseQuery(args.document('filter') ?? {});
  const nameOnly = args.boolean('nameOnly');
  const all = state.catalog
    .databases()
    .map((database) => ({ name: database, sizeOnDisk: sizeOf(state.catalog.collectionsOf(database)) }));
  const databases = timeLimit.over(body['filter'])(() =>
    all.filter((entry) => filter.test({ name: entry.name }, nowhere())),
  );
  return {
    databases: databases.map((entry) =>
      nameOnly ? { name: entry.name } : { ...entry, empty: entry.sizeOnDisk === 0 },
    ),
    ...(!nameOnly && { totalSize: databases.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk, 0) }),
  };
}

function sizeOf(collections: Collection[]): number {
  let size = 0;
  for (const collection of collections) {
    collection.load();
    for (const bytes of collection.records.values()) size += bytes.length;
  }
  return size;
}

function createIndexes({ state, database, name, body }: CommandContext): Answer {
  const namespace = namespaceOf(database, body[name]!);
  const given = body['indexes'];
  if (!Array.isArray(given)) throw new MongoError(40414, "BSON field 'createIndexes.indexes' is missing");
  if (given.length === 0) throw new MongoError(2, 'Must specify at least one index to create');
  const specs = given.map(parseIndexSpec);
  const existing = state.catalog.find(namespace);
  const createdCollectionAutomatically = existing === undefined;
  const missing = missingIn(existing?.indexes.map(({ spec }) => spec) ?? [ID_INDEX], specs);
  const collection = existing ?? state.catalog.create(namespace);
  const numIndexesBefore = collection.indexes.length;
  state.catalog.createIndexes(collection, missing);
  return {
    numIndexesBefore,
    numIndexesAfter: collection.indexes.length,
    createdCollectionAutomatically,
    ...(missing.length === 0 && { note: 'all indexes already exist' }),
  };
}

/** @throws {MongoError} when an index contradicts one that is there or another one of the same command */
function missingIn(existing: IndexSpec[], wanted: IndexSpec[]): IndexSpec[] {
  const missing = wanted.filter((spec) => !isThere(existing, spec));
  for (const [i, spec] of missing.entries()) {
    if (!isThere(missing.slice(0, i), spec)) continue;
    throw new MongoError(68, `Identical index already exists: ${spec.name}`);
  }
  return missing;
}

/** @throws {MongoError} when an index has the same name or key but is not the same */
function isThere(existing: IndexSpec[], wanted: IndexSpec): boolean {
  for (const spec of existing) {
    const sameKey = valuesEqual(spec.key, wanted.key);
    if (sameKey && spec.name === '_id_') return true;
    const sameOptions = valuesEqual(optionsOf(spec), optionsOf(wanted));
    if (spec.name === wanted.name) {
      if (sameKey && sameOptions) return true;
      throw new MongoError(
        sameKey ? 85 : 86,
        `An existing index has the same name as the requested index: ${spec.name}`,
      );
    }
    if (sameKey && valuesEqual(signatureOf(spec), signatureOf(wanted))) {
      throw new MongoError(85, `Index already exists with a different name: ${spec.name}`);
    }
  }
  return false;
}

/** What tells indexes with the same key apart, since MongoDB 5.0. Other options, as of a TTL, do not. */
function signatureOf({ unique = false, sparse = false, partialFilterExpression: filter }: IndexSpec): Value {
  return { unique, sparse, filter: filter ?? null };
}

function optionsOf({ name: _name, key: _key, ...options }: IndexSpec): Value {
  return Object.fromEntries(
    Object.entries(options).map(([option, value]) => [
      option,
      typeof value === 'number' ? new Int32(value) : value,
    ]),
  ) as Doc;
}

function listIndexes({ state, database, name, body }: CommandContext): Answer {
  const namespace = namespaceOf(database, body[name]!);
  const collection = state.catalog.get(namespace);
  const documents = collection.indexes.map(({ spec }) => encode(describeIndex(spec)));
  return firstBatch(state, namespace, documents, body);
}

function describeIndex({ unique, ...spec }: IndexSpec): Doc {
  // The index of _id is unique without saying so.
  const isUnique = unique === true && spec.name !== '_id_';
  return { v: new Int32(2), ...spec, ...(isUnique && { unique }) } as unknown as Doc;
}

function dropIndexes({ state, database, name, body }: CommandContext): Answer {
  const collection = state.catalog.get(namespaceOf(database, body[name]!));
  const nIndexesWas = collection.indexes.length;
  const wanted = body['index'];
  if (wanted === '*') {
    state.catalog.dropIndexes(
      collection,
      collection.indexes.slice(1).map(({ spec }) => spec.name),
    );
    return { nIndexesWas, msg: 'non-_id indexes dropped for collection' };
  }
  const names = Array.isArray(wanted) ? wanted : [wanted];
  const doomed = names.map((item) => {
    if (typeof item === 'string') return collection.findIndex(item);
    const index = collection.indexes.find(({ spec }) => isDoc(item ?? null) && valuesEqual(spec.key, item));
    if (index === undefined) throw new MongoError(27, `can't find index with key: ${JSON.stringify(item)}`);
    return index;
  });
  if (doomed.some(({ spec }) => spec.name === '_id_')) throw new MongoError(72, 'cannot drop _id index');
  state.catalog.dropIndexes(
    collection,
    doomed.map(({ spec }) => spec.name),
  );
  return { nIndexesWas };
}

export const COLLECTION_COMMANDS: Record<string, Command> = {
  create: { run: create, arguments: 'collation idIndex', isWrite: true },
  drop: { run: drop, arguments: '', isWrite: true },
  dropDatabase: { run: dropDatabase, arguments: '', isWrite: true },
  listCollections: {
    run: listCollections,
    arguments: 'filter nameOnly authorizedCollections cursor',
  },
  listDatabases: { run: listDatabases, arguments: 'filter nameOnly authorizedDatabases' },
  createIndexes: {
    run: createIndexes,
    arguments: 'indexes commitQuorum ignoreUnknownIndexOptions',
    isWrite: true,
  },
  listIndexes: { run: listIndexes, arguments: 'cursor' },
  dropIndexes: { run: dropIndexes, arguments: 'index', isWrite: true },
};
