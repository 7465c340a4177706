import { compilePipeline, leadingFind } from '../aggregation/pipeline.ts';
import { isDoc } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { countStages, type Explained, explain } from '../planner/explain.ts';
import { count, find } from '../planner/find.ts';
import { Arguments, namespaceOf } from './arguments.ts';
import type { Answer, Command, CommandContext } from './dispatcher.ts';
import { parseFind } from './find-request.ts';
import { parseHint } from './hint.ts';
import { pipelineOf } from './read.ts';
import { DELETES, statementsOf, UPDATES } from './statements.ts';
import { maxTimeMsOf, TimeLimit } from './time-limit.ts';

/** Where the commands keep their filter. Writes are explained by the search for what they would change. */
const FILTERS: Record<string, string> = {
  find: 'filter',
  count: 'query',
  distinct: 'query',
  findAndModify: 'query',
};

/** Runs the reading part of a command and tells how it was done; never changes anything. */
function runExplain(context: CommandContext): Answer {
  const { name, body } = context;
  const inner = body[name]!;
  const verbosity = body['verbosity'] ?? 'allPlansExecution';
  if (!isDoc(inner) || typeof verbosity !== 'string') {
    throw new MongoError(14, "BSON field 'explain.explain' is the wrong type");
  }
  if (!['queryPlanner', 'executionStats', 'allPlansExecution'].includes(verbosity)) {
    throw new MongoError(9, `unknown verbosity '${verbosity}'`);
  }
  const command = Object.keys(inner)[0] ?? '';
  const serverInfo = { host: context.state.address, version: 'local-mongo' };
  const timeLimit = new TimeLimit(Math.min(maxTimeMsOf(body), maxTimeMsOf(inner)));
  const innerContext = { ...context, name: command, body: inner, timeLimit };
  if (command === 'aggregate') return { ...explainAggregate(innerContext, verbosity), serverInfo };
  const explained = explainOf(innerContext);
  const answer = explain(explained, verbosity);
  if (command === 'count') {
    const winningPlan = countStages(explained);
    Object.assign(answer['queryPlanner'] as object, { winningPlan });
  }
  return { ...answer, command: inner, serverInfo };
}

function explainOf(context: CommandContext): Explained {
  const { state, database, name, body, timeLimit } = context;
  const [args, filter] = searchOf(context);
  const namespace = namespaceOf(database, body[name]!);
  const collection = state.catalog.find(namespace);
  const { query, options, limited } = parseFind(args, filter, timeLimit);
  const limit = name === 'findAndModify' ? 1 : options.limit;
  const startedAt = performance.now();
  const result = limited(() =>
    name === 'count' ? count(collection, query, options) : find(collection, query, { ...options, limit }),
  );
  return {
    namespace,
    filter: args.document(filter) ?? {},
    options: { ...options, limit },
    hasProjection: Object.keys(args.document('projection') ?? {}).length > 0,
    result,
    returned: result.matches.length,
    milliseconds: performance.now() - startedAt,
  };
}

function searchOf(context: CommandContext): [args: Arguments, filter: string] {
  const { name, body } = context;
  const filter = FILTERS[name];
  if (filter !== undefined) return [new Arguments(name, body), filter];
  if (name !== 'update' && name !== 'delete') {
    throw new MongoError(59, `Explain failed due to unknown command: ${name}`);
  }
  return [statementsOf(context, name === 'update' ? UPDATES : DELETES)[0]!, 'q'];
}

/** A pipeline is explained by the search that it begins with. */
function explainAggregate(
  { state, database, name, body, timeLimit }: CommandContext,
  verbosity: string,
): Record<string, unknown> {
  const args = new Arguments(name, body);
  const namespace = namespaceOf(database, body[name]!);
  const stages = pipelineOf(args);
  compilePipeline(stages);
  const { filter, query, sort, rest } = leadingFind(stages);
  const startedAt = performance.now();
  const collection = state.catalog.find(namespace);
  const hint = parseHint(args.value('hint'));
  const result = timeLimit.over(stages)(() => find(collection, query, { sort, hint }));
  const cursor = explain(
    {
      namespace,
      filter,
      options: { sort },
      hasProjection: false,
      result,
      returned: result.matches.length,
      milliseconds: performance.now() - startedAt,
    },
    verbosity,
  );
  return rest.length === 0 ? cursor : { stages: [{ $cursor: cursor }, ...rest] };
}

export const EXPLAIN_COMMANDS: Record<string, Command> = {
  explain: { run: runExplain, arguments: 'verbosity' },
};
