import type { Doc } from '../bson/value.ts';
import type { FindOptions, FindResult } from './find.ts';
import type { Plan } from './choose-plan.ts';
import type { IndexPlan } from './index-plan.ts';
import { type Interval, isPoint } from './intervals.ts';

type Stage = Record<string, unknown>;

export interface Explained {
  namespace: string;
  filter: Doc;
  options: FindOptions;
  hasProjection: boolean;
  result: FindResult;
  returned: number;
  milliseconds: number;
}

/** What MongoDB's explain tells: the plan that ran and how much it looked at. */
export function explain(explained: Explained, verbosity: string): Record<string, unknown> {
  const { namespace, filter, result, returned, milliseconds } = explained;
  const winningPlan = planStages(explained);
  return {
    explainVersion: '1',
    queryPlanner: {
      namespace,
      parsedQuery: filter,
      indexFilterSet: false,
      maxIndexedOrSolutionsReached: false,
      winningPlan,
      rejectedPlans: [],
    },
    ...(verbosity !== 'queryPlanner' && {
      executionStats: {
        executionSuccess: true,
        nReturned: returned,
        executionTimeMillis: Math.round(milliseconds),
        totalKeysExamined: result.keysExamined,
        totalDocsExamined: result.docsExamined,
        executionStages: { ...winningPlan, nReturned: returned },
      },
    }),
  };
}

/** The stages from the last to the first, each with the one before it inside. */
function planStages({ filter, options, hasProjection, result }: Explained): Stage {
  const { plan } = result;
  let stage = plan === undefined ? collectionScan(filter, options.sort) : fetch(plan, filter);
  const isNatural = options.sort !== undefined && '$natural' in options.sort;
  if (
    options.sort !== undefined &&
    Object.keys(options.sort).length > 0 &&
    !isNatural &&
    plan?.sorted !== true
  ) {
    stage = {
      stage: 'SORT',
      sortPattern: options.sort,
      memLimit: 104_857_600,
      type: 'simple',
      inputStage: stage,
    };
  }
  if (options.skip) stage = { stage: 'SKIP', skipAmount: options.skip, inputStage: stage };
  if (options.limit) stage = { stage: 'LIMIT', limitAmount: options.limit, inputStage: stage };
  return hasProjection ? { stage: 'PROJECTION_DEFAULT', inputStage: stage } : stage;
}

function collectionScan(filter: Doc, sort: Doc | undefined): Stage {
  const isBackward = sort !== undefined && Number(sort['$natural'] ?? 1) < 0;
  return {
    stage: 'COLLSCAN',
    ...(Object.keys(filter).length > 0 && { filter }),
    direction: isBackward ? 'backward' : 'forward',
  };
}

function fetch(plan: Plan, filter: Doc): Stage {
  if ('branches' in plan) {
    const inputStages = plan.branches.map((branch) => indexScan(branch, 'IXSCAN'));
    return { stage: 'FETCH', filter, inputStage: { stage: 'OR', inputStages } };
  }
  return { stage: 'FETCH', ...(!plan.exact && { filter }), inputStage: indexScan(plan, 'IXSCAN') };
}

/** A count that an index answers alone. */
export function countStages({ filter, result }: Explained): Stage {
  const { plan } = result;
  if (plan?.exact === true) return { stage: 'COUNT', inputStage: indexScan(plan, 'COUNT_SCAN') };
  return {
    stage: 'COUNT',
    inputStage: plan === undefined ? collectionScan(filter, undefined) : fetch(plan, filter),
  };
}

function indexScan({ index, intervals, reverse }: IndexPlan, stage: string): Stage {
  const { spec, fields } = index;
  const bounds = fields.map(({ path }, i): [string, string[]] => [
    path,
    intervals[i]?.map(describe) ?? ['[MinKey, MaxKey]'],
  ]);
  return {
    stage,
    keyPattern: spec.key,
    indexName: spec.name,
    isMultiKey: index.isMultikey,
    isUnique: spec.unique === true,
    isSparse: spec.sparse === true,
    isPartial: spec.partialFilterExpression !== undefined,
    indexVersion: 2,
    direction: reverse ? 'backward' : 'forward',
    indexBounds: Object.fromEntries(bounds),
  };
}

/** The encoded keys, in hexadecimal: whether a bound is a point, open or closed is what a reader needs. */
function describe(interval: Interval): string {
  const { low, lowInclusive, high, highInclusive } = interval;
  if (isPoint(interval)) return `[${hex(low)}, ${hex(high)}]`;
  return `${lowInclusive ? '[' : '('}${hex(low)}, ${hex(high)}${highInclusive ? ']' : ')'}`;
}

function hex(key: string): string {
  return Buffer.from(key, 'latin1').toString('hex');
}
