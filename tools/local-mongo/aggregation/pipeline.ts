import { type Doc, isDoc, type Value } from '../bson/value.ts';
import { count, find, type FindOptions } from '../planner/find.ts';
import { parseQuery } from '../query/parse-query.ts';
import type { Predicate } from '../query/predicate.ts';
import type { Collection } from '../storage/collection.ts';
import { compileStages, refuseEmptySort } from './stages.ts';

/** A compiled pipeline; it runs over a collection, or over nothing when there is none. */
export type Pipeline = (collection: Collection | undefined, hint?: FindOptions['hint']) => Doc[];

/** @throws {MongoError} for stages and operators that do not exist or are not supported */
export function compilePipeline(stages: Doc[]): Pipeline {
  const { query, sort, rest } = leadingFind(stages);
  const run = compileStages(rest);
  if (onlyCounts(rest)) {
    return (collection, hint) =>
      run(Array.from({ length: count(collection, query, { hint }).count }, () => NO_FIELDS));
  }
  return (collection, hint) =>
    run(find(collection, query, { sort, hint }).matches.map((match) => match.doc()));
}

const NO_FIELDS: Doc = {};

/** Whether the stages look at no field of the documents, only at how many there are: so count those of `countDocuments`. */
function onlyCounts(stages: Doc[]): boolean {
  const first = stages.find((stage) => !('$skip' in stage || '$limit' in stage));
  return first !== undefined && '$group' in first && !namesField(first['$group'] ?? null);
}

function namesField(expression: Value): boolean {
  if (typeof expression === 'string') return expression.startsWith('$');
  if (Array.isArray(expression)) return expression.some(namesField);
  return isDoc(expression) && Object.values(expression).some(namesField);
}

interface LeadingFind {
  filter: Doc;
  query: Predicate;
  sort: Doc | undefined;
  rest: Doc[];
}

/** The first `$match` and the `$sort` after it are a search, so that they use indexes. */
export function leadingFind(stages: Doc[]): LeadingFind {
  const rest = [...stages];
  const take = (name: string): Doc | undefined => {
    const [stage] = rest;
    const operand = stage !== undefined && Object.keys(stage).length === 1 ? stage[name] : undefined;
    if (operand === undefined || !isDoc(operand)) return undefined;
    rest.shift();
    return operand;
  };
  const filter = take('$match') ?? {};
  const sort = take('$sort');
  if (sort !== undefined) refuseEmptySort(sort);
  return { filter, query: parseQuery(filter), sort, rest };
}
