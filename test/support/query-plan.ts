import type { TestApp } from './app.js';
import type { RecordedQuery } from './query-log.js';

interface Plan {
  stage: string;
  indexName?: string;
  inputStage?: Plan;
  inputStages?: Plan[];
  queryPlan?: Plan;
}

/** How the database answers a query. */
export interface QueryPlan {
  stages: string[];
  indexes: string[];
  documentsExamined: number;
}

/** Asks the database for the plan of a read that the application made. */
export async function explain(
  { db }: Pick<TestApp, 'db'>,
  { collection, filter, options }: RecordedQuery,
): Promise<QueryPlan> {
  const cursor = db.collection(collection).find(filter);
  if (options.sort !== undefined) cursor.sort(options.sort);
  if (options.limit !== undefined) cursor.limit(options.limit);
  const { queryPlanner, executionStats } = (await cursor.explain('executionStats')) as unknown as {
    queryPlanner: { winningPlan: Plan };
    executionStats: { totalDocsExamined: number };
  };
  const { winningPlan } = queryPlanner;
  const stages = stagesOf(winningPlan.queryPlan ?? winningPlan);
  return {
    stages: stages.map(({ stage }) => stage),
    indexes: stages.flatMap(({ indexName }) => indexName ?? []),
    documentsExamined: executionStats.totalDocsExamined,
  };
}

function stagesOf(plan: Plan): Plan[] {
  return [plan, ...[plan.inputStage ?? [], plan.inputStages ?? []].flat().flatMap(stagesOf)];
}
