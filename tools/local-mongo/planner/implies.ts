import { valuesEqual } from '../bson/compare.ts';
import type { Predicate } from '../query/predicate.ts';
import { type Conjunct, conjunctsOf } from './conjuncts.ts';
import { boundsOf, intersect, type Interval } from './intervals.ts';

/** Whether every match of a query is in a partial index: each of the index's conditions follows from one of the query's. */
export function implies(conditions: Conjunct[], filter: Predicate): boolean {
  const wanted = conjunctsOf(filter);
  return (
    wanted.complete &&
    wanted.conditions.every((needed) =>
      conditions.some(
        (given) => given.path === needed.path && given.element === undefined && follows(given, needed),
      ),
    )
  );
}

function follows(given: Conjunct, needed: Conjunct): boolean {
  if (given.operator === needed.operator && valuesEqual(given.operand, needed.operand)) return true;
  const bounds = boundsOf(given.operator, given.operand);
  if (bounds === undefined) return false;
  // What has a value other than null exists.
  if (needed.operator === '$exists') return bounds.exact || given.operator === '$regex';
  const limits = boundsOf(needed.operator, needed.operand);
  if (limits === undefined || !limits.exact || !bounds.exact) return false;
  return sameIntervals(intersect(bounds.intervals, limits.intervals), bounds.intervals);
}

function sameIntervals(a: Interval[], b: Interval[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
