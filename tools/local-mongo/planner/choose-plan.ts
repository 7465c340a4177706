import type { Doc } from '../bson/value.ts';
import type { Predicate } from '../query/predicate.ts';
import { MongoError } from '../errors.ts';
import type { Collection } from '../storage/collection.ts';
import type { OrderedIndex } from '../storage/ordered-index.ts';
import { conjunctsOf } from './conjuncts.ts';
import { type IndexPlan, planIndex, walkIndex } from './index-plan.ts';
import { isPoint } from './intervals.ts';
import { rangeEntries } from './scan.ts';

/** Entries counted to compare plans. */
const TRIAL = 200;

/** Which indexes a query may use, by name and key. */
export type Hint = (name: string, key: Doc) => boolean;

/** A search along one index, or along one for each branch of an `$or`. */
export type Plan = IndexPlan | UnionPlan;

interface UnionPlan {
  branches: IndexPlan[];
  sorted: false;
  exact: false;
}

/** The best way to answer a query by indexes; undefined for none, which means to read the whole collection. */
export function choosePlan(
  collection: Collection,
  query: Predicate,
  sort: Doc | undefined,
  hint?: Hint,
): Plan | undefined {
  return (
    chooseIndex(collection, query, sort, hint) ??
    chooseUnion(collection, query, hint) ??
    // A hint is an order: as in MongoDB, what a sparse or partial index leaves out is then not found.
    (hint && walkIndex(allowedIndexes(collection, hint)[0]!, conjunctsOf(query), sort))
  );
}

function chooseIndex(
  collection: Collection,
  query: Predicate,
  sort: Doc | undefined,
  hint: Hint | undefined,
): IndexPlan | undefined {
  const conjuncts = conjunctsOf(query);
  const plans: IndexPlan[] = [];
  for (const index of allowedIndexes(collection, hint)) {
    const plan = planIndex(index, conjuncts, sort);
    if (plan === undefined) continue;
    if (findsOne(plan)) return plan;
    plans.push(plan);
  }
  if (plans.length < 2) return plans[0];
  return plans.map((plan) => ({ plan, cost: cost(plan) })).sort((a, b) => a.cost - b.cost)[0]!.plan;
}

/** @throws {MongoError} BadValue for a hint at an index that does not exist */
function allowedIndexes(collection: Collection, hint: Hint | undefined): OrderedIndex[] {
  if (hint === undefined) return collection.indexes;
  const allowed = collection.indexes.filter(({ spec }) => hint(spec.name, spec.key));
  if (allowed.length > 0) return allowed;
  throw new MongoError(2, 'hint provided does not correspond to an existing index');
}

function chooseUnion(
  collection: Collection,
  query: Predicate,
  hint: Hint | undefined,
): UnionPlan | undefined {
  const candidates = query.kind === 'and' ? query.children : [query];
  const or = candidates.find((candidate) => candidate.kind === 'or');
  if (or?.kind !== 'or') return undefined;
  const branches = or.children.map((branch) => chooseIndex(collection, branch, undefined, hint));
  return branches.every((branch) => branch !== undefined)
    ? { branches, sorted: false, exact: false }
    : undefined;
}

function findsOne({ index, intervals, ranges }: IndexPlan): boolean {
  return (
    index.spec.unique === true &&
    ranges.length <= 1 &&
    intervals.length === index.fields.length &&
    intervals.every((allowed) => allowed.every(isPoint))
  );
}

/** Few entries first; then the order asked for, then the most fields that narrow the search. */
function cost(plan: IndexPlan): number {
  let entries = 0;
  for (const range of plan.ranges) {
    for (const _ of rangeEntries(plan.index, range, false)) if (++entries >= TRIAL) break;
    if (entries >= TRIAL) break;
  }
  const isMany = entries >= TRIAL;
  return (
    (isMany ? TRIAL * (plan.sorted ? 1 : 2) : entries * (plan.sorted ? 1 : 1.5)) -
    plan.intervals.length / 100 -
    (plan.exact ? 0.001 : 0)
  );
}
