import { ObjectId } from 'bson';
import { decode, encode, MAX_DOCUMENT_BYTES } from '../bson/codec.ts';
import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { find, type Match } from '../planner/find.ts';
import { parseQuery } from '../query/parse-query.ts';
import type { Predicate } from '../query/predicate.ts';
import { compileProjection } from '../query/projection.ts';
import type { Collection } from '../storage/collection.ts';
import {
  documentOfQuery,
  isReplacement,
  parseUpdate,
  refuseBadId,
  type Updater,
  withId,
} from '../update/apply-update.ts';
import { Arguments, namespaceOf, refuseCollation } from './arguments.ts';
import { documentReply } from './cursor-reply.ts';
import type { Answer, Command, CommandContext } from './dispatcher.ts';
import { writeError } from './error-reply.ts';
import { parseHint } from './hint.ts';

/** Runs statements in order and stops at the first failure, unless the command says to go on. */
function runStatements<T>(
  statements: T[],
  ordered: boolean,
  run: (statement: T, index: number) => void,
): Doc[] {
  const errors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      errors.push(writeError(error, index));
      if (ordered) break;
    }
  }
  return errors;
}

const withErrors = (errors: Doc[]): object => (errors.length > 0 ? { writeErrors: errors } : {});

function isOrdered(args: Arguments): boolean {
  return args.value('ordered') === undefined || args.boolean('ordered');
}

function insert({ state, database, name, body, sequences }: CommandContext): Answer {
  const namespace = namespaceOf(database, body[name]!);
  const args = new Arguments(name, body);
  const documents: (Uint8Array | Doc)[] = sequences.get('documents') ?? args.documents('documents') ?? [];
  refuseBatchSize(documents.length);
  let n = 0;
  const collection = state.catalog.getOrCreate(namespace);
  const errors = runStatements(documents, isOrdered(args), (document) => {
    insertDocument(collection, document);
    n++;
  });
  return { n, ...withErrors(errors) };
}

function insertDocument(collection: Collection, document: Uint8Array | Doc): void {
  const given = document instanceof Uint8Array ? decode(document) : document;
  const hasId = Object.keys(given)[0] === '_id';
  const doc = hasId ? given : withId(given);
  refuseBadId(doc['_id']!);
  // The message's buffer is not kept alive by a document of it.
  const bytes =
    hasId && document instanceof Uint8Array ? Uint8Array.prototype.slice.call(document) : encode(doc);
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

function refuseBatchSize(length: number): void {
  if (length >= 1 && length <= 100_000) return;
  throw new MongoError(16, `Write batch sizes must be between 1 and 100000. Got ${length} operations.`);
}

/** The statements of an update or delete, from the body or a document sequence. */
function statementsOf(context: CommandContext, field: string): Arguments[] {
  const { name, body, sequences } = context;
  const documents = sequences.get(field)?.map(decode) ?? new Arguments(name, body).documents(field) ?? [];
  refuseBatchSize(documents.length);
  return documents.map((document) => {
    refuseCollation(document);
    return new Arguments(`${name}.${field}`, document);
  });
}

function update(context: CommandContext): Answer {
  const { state, database, name, body } = context;
  const namespace = namespaceOf(database, body[name]!);
  const collection = state.catalog.getOrCreate(namespace);
  let n = 0;
  let nModified = 0;
  const upserted: Doc[] = [];
  const errors = runStatements(
    statementsOf(context, 'updates'),
    isOrdered(new Arguments(name, body)),
    (statement, index) => {
      const outcome = updateMatching(collection, statement);
      n += outcome.matched;
      nModified += outcome.modified;
      if (outcome.upsertedId === undefined) return;
      n++;
      upserted.push({ index, _id: outcome.upsertedId } as unknown as Doc);
    },
  );
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...withErrors(errors) };
}

interface UpdateOutcome {
  matched: number;
  modified: number;
  upsertedId?: Value;
}

function updateMatching(collection: Collection, statement: Arguments): UpdateOutcome {
  const query = parseQuery(statement.document('q') ?? {});
  const change = statement.value('u') ?? null;
  const multi = statement.boolean('multi');
  if (multi && isReplacement(change)) {
    throw new MongoError(9, 'multi update is not supported for replacement-style update');
  }
  const updater = updaterOf(change, statement.documents('arrayFilters'), statement.document('c'));
  const { matches } = find(collection, query, {
    limit: multi ? 0 : 1,
    needsPosition: usesPosition(change),
    hint: parseHint(statement.value('hint')),
    sort: statement.document('sort'),
  });
  if (matches.length === 0 && statement.boolean('upsert')) {
    const doc = upsert(collection, query, change, updater);
    return { matched: 0, modified: 0, upsertedId: doc['_id']! };
  }
  const modified = matches.filter((match) => modify(collection, match, updater) !== match.bytes).length;
  return { matched: matches.length, modified };
}

function updaterOf(change: Value, arrayFilters: Doc[] | undefined, variables: Doc | undefined): Updater {
  return parseUpdate(change, { arrayFilters: arrayFilters ?? [], variables: variables ?? {} });
}

function usesPosition(change: Value): boolean {
  return (
    isDoc(change) &&
    Object.values(change).some(
      (fields) => isDoc(fields) && Object.keys(fields).some((path) => /\.\$(\.|$)/.test(path)),
    )
  );
}

/** Applies an update to a found document. Returns its bytes, the same ones when nothing changed. */
function modify(collection: Collection, match: Match, updater: Updater): Uint8Array {
  const before = match.doc();
  const after = updater(collection.read(match.record), { position: match.position, isInsert: false });
  const bytes = encode(after);
  if (Buffer.compare(bytes, match.bytes) === 0) return match.bytes;
  refuseSize(bytes);
  collection.replace(match.record, before, after, bytes);
  return bytes;
}

function upsert(collection: Collection, query: Predicate, change: Value, updater: Updater): Doc {
  const base = documentOfQuery(query, isReplacement(change));
  const doc = withId(updater(base, { position: undefined, isInsert: true }));
  refuseBadId(doc['_id']!);
  const bytes = encode(doc);
  refuseSize(bytes);
  collection.insert(doc, bytes);
  return doc;
}

function remove(context: CommandContext): Answer {
  const { state, database, name, body } = context;
  const namespace = namespaceOf(database, body[name]!);
  const collection = state.catalog.find(namespace);
  let n = 0;
  const errors = runStatements(
    statementsOf(context, 'deletes'),
    isOrdered(new Arguments(name, body)),
    (statement) => {
      const query = parseQuery(statement.document('q') ?? {});
      const limit = statement.number('limit') ?? 0;
      if (limit !== 0 && limit !== 1) {
        throw new MongoError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
      }
      if (collection === undefined) return;
      const { matches } = find(collection, query, { limit, hint: parseHint(statement.value('hint')) });
      for (const match of matches) collection.remove(match.record, match.doc());
      n += matches.length;
    },
  );
  return { n, ...withErrors(errors) };
}

function findAndModify({ state, database, name, body }: CommandContext): Answer {
  const args = new Arguments(name, body);
  const namespace = namespaceOf(database, body[name]!);
  refuseCollation(body);
  const isRemove = args.boolean('remove');
  const change = args.value('update');
  if (isRemove && change !== undefined) {
    throw new MongoError(9, 'Cannot specify both an update and remove=true');
  }
  if (!isRemove && change === undefined) {
    throw new MongoError(9, 'Either an update or remove=true must be specified');
  }
  const isNew = args.boolean('new');
  const isUpsert = args.boolean('upsert');
  if (isRemove && isNew) {
    throw new MongoError(
      9,
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  }
  if (isRemove && isUpsert) throw new MongoError(9, 'Cannot specify both upsert=true and remove=true ');
  const fields = args.document('fields') ?? {};
  const projection =
    Object.keys(fields).length === 0 ? undefined : compileProjection(fields, { isFind: true });
  const query = parseQuery(args.document('query') ?? {});
  const updater = isRemove
    ? undefined
    : updaterOf(change!, args.documents('arrayFilters'), args.document('let'));
  const collection = state.catalog.getOrCreate(namespace);
  const [match] = find(collection, query, {
    sort: args.document('sort'),
    limit: 1,
    needsPosition: change !== undefined && usesPosition(change),
    hint: parseHint(body['hint']),
  }).matches;
  const shown = (bytes: Uint8Array): Uint8Array =>
    projection === undefined
      ? bytes
      : encode(projection(decode(bytes), match?.position, { NOW: new Date() }));

  if (updater === undefined) {
    if (match !== undefined) collection.remove(match.record, match.doc());
    const n = match === undefined ? 0 : 1;
    return documentReply({ lastErrorObject: { n } }, 'value', match ? shown(match.bytes) : null);
  }
  if (match === undefined) {
    if (!isUpsert) return documentReply({ lastErrorObject: { n: 0, updatedExisting: false } }, 'value', null);
    const doc = upsert(collection, query, change!, updater);
    const lastErrorObject = { n: 1, updatedExisting: false, upserted: doc['_id'] ?? new ObjectId() };
    return documentReply({ lastErrorObject }, 'value', isNew ? shown(encode(doc)) : null);
  }
  const bytes = modify(collection, match, updater);
  return documentReply(
    { lastErrorObject: { n: 1, updatedExisting: true } },
    'value',
    shown(isNew ? bytes : match.bytes),
  );
}

export const WRITE_COMMANDS: Record<string, Command> = {
  insert: {
    run: insert,
    arguments: ['documents', 'ordered', 'bypassDocumentValidation', 'stmtId', 'stmtIds'],
  },
  update: {
    run: update,
    arguments: ['updates', 'ordered', 'bypassDocumentValidation', 'let', 'stmtId', 'stmtIds'],
  },
  delete: { run: remove, arguments: ['deletes', 'ordered', 'let', 'stmtId', 'stmtIds'] },
  findAndModify: {
    run: findAndModify,
    arguments: [
      'query',
      'sort',
      'remove',
      'update',
      'new',
      'fields',
      'upsert',
      'bypassDocumentValidation',
      'collation',
      'arrayFilters',
      'hint',
      'let',
      'stmtId',
    ],
  },
};
