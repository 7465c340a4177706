import { decode } from '../bson/codec.ts';
import { MongoError } from '../errors.ts';
import { find, type Match } from '../planner/find.ts';
import { Arguments, namespaceOf } from './arguments.ts';
import { applyChange, type Changed, changeOf, parseChange, upsert } from './change-documents.ts';
import { documentReply } from './cursor-reply.ts';
import type { Answer, CommandContext } from './dispatcher.ts';
import { parseFind, Shown } from './find-request.ts';
import { once } from './statements.ts';

/** What happened, and the document to show. */
interface Outcome {
  lastErrorObject: object;
  value: Uint8Array | null;
  isChange: boolean;
}

export function findAndModify(context: CommandContext): Answer {
  const args = new Arguments(context.name, context.body);
  refuseContradictions(args);
  let isChange = false;
  return once(
    context,
    0,
    () => {
      const outcome = run(context, args);
      ({ isChange } = outcome);
      return documentReply({ lastErrorObject: outcome.lastErrorObject }, 'value', outcome.value);
    },
    () => isChange,
  );
}

function refuseContradictions(args: Arguments): void {
  const isRemove = args.boolean('remove');
  const hasUpdate = args.value('update') !== undefined;
  if (isRemove && hasUpdate) throw new MongoError(9, 'Cannot specify both an update and remove=true');
  if (!isRemove && !hasUpdate) throw new MongoError(9, 'Either an update or remove=true must be specified');
  if (isRemove && args.boolean('upsert')) {
    throw new MongoError(9, 'Cannot specify both upsert=true and remove=true');
  }
  if (isRemove && args.boolean('new')) {
    throw new MongoError(9, 'Cannot specify both new=true and remove=true');
  }
}

function run({ state, database, name, body, timeLimit }: CommandContext, args: Arguments): Outcome {
  const namespace = namespaceOf(database, body[name]!);
  const collection = state.catalog.find(namespace);
  const shown = new Shown(args.document('fields'));
  const change = args.boolean('remove') ? undefined : parseChange(args.value('update')!, args);
  const needsPosition = shown.needsPosition || change?.needsPosition === true;
  const { query, options, limited } = parseFind(args, 'query', timeLimit, needsPosition);
  const [match] = limited(() => find(collection, query, { ...options, limit: 1 })).matches;
  if (change === undefined) {
    if (match !== undefined) collection!.remove(match.record, match.doc());
    return {
      lastErrorObject: { n: match === undefined ? 0 : 1 },
      value: match === undefined ? null : shown.bytes(match),
      isChange: match !== undefined,
    };
  }
  const isNew = args.boolean('new');
  if (match !== undefined) {
    const changed = limited(() => changeOf(collection!, match, change));
    return {
      lastErrorObject: { n: 1, updatedExisting: true },
      isChange: applyChange(collection!, changed),
      value: shown.bytes(isNew ? newMatch(changed) : match),
    };
  }
  if (!args.boolean('upsert')) {
    return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, isChange: false };
  }
  const doc = upsert(state.catalog, namespace, query, change, limited);
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: doc['_id'] },
    value: isNew ? shown.project(doc) : null,
    isChange: true,
  };
}

function newMatch({ match, bytes }: Changed): Match {
  return { ...match, bytes, doc: () => decode(bytes) };
}
