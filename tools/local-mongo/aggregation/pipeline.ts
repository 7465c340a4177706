import { type Doc, isDoc } from '../bson/value.ts';
import { find } from '../planner/find.ts';
import { parseQuery } from '../query/parse-query.ts';
import type { Catalog } from '../storage/catalog.ts';
import type { Collection } from '../storage/collection.ts';
import type { Variables } from './expression.ts';
import { compileStage } from './stages.ts';

export interface PipelineScope {
  catalog: Catalog;
  database: string;
  variables: Variables;
}

/** A compiled pipeline; it runs over a collection, or over nothing when there is none. */
export type Pipeline = (collection: Collection | undefined) => Doc[];

/** The first `$match` and the `$sort` after it are the planner's, so that they use indexes. */
export function compilePipeline(stages: Doc[], scope: PipelineScope): Pipeline {
  const compiled = stages.map((stage) => compileStage(stage, scope));
  const [first, second] = stages;
  const filter = isDoc(first?.['$match'] ?? null) ? (first!['$match'] as Doc) : undefined;
  const next = filter === undefined ? first : second;
  const sort = isDoc(next?.['$sort'] ?? null) ? (next!['$sort'] as Doc) : undefined;
  const query = parseQuery(filter ?? {});
  const taken = Number(filter !== undefined) + Number(sort !== undefined);
  const rest = compiled.slice(taken);
  return (collection) => {
    const found = find(collection, query, { sort }).matches;
    return rest.reduce(
      (documents, stage) => stage(documents),
      found.map((match) => match.doc()),
    );
  };
}
