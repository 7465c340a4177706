import type { Doc } from '../bson/value.ts';
import type { Predicate } from '../query/predicate.ts';
import type { Collection } from '../storage/collection.ts';
import { conjunctsOf } from './conjuncts.ts';
import { type IndexPlan, planIndex } from './index-plan.ts';
import { isPoint } from './intervals.ts';
import { rangeEntries } from './scan.ts';

/** Entries counted to compare plans. */
const TRIAL = 200;

/** The best index for a query; undefined for none, which means to read the whole collection. */
export function choosePlan(
  collection: Collection,
  query: Predicate,
  sort: Doc | undefined,
  hint?: (name: string, key: Doc) => boolean,
): IndexPlan | undefined {
  const conjuncts = conjunctsOf(query);
  const plans: IndexPlan[] = [];
  for (const index of collection.indexes) {
    if (hint !== undefined && !hint(index.spec.name, index.spec.key)) continue;
    const plan = planIndex(index, conjuncts, sort);
    if (plan === undefined) continue;
    if (findsOne(plan)) return plan;
    plans.push(plan);
  }
  if (plans.length < 2) return plans[0];
  return plans.map((plan) => ({ plan, cost: cost(plan) })).sort((a, b) => a.cost - b.cost)[0]!.plan;
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
