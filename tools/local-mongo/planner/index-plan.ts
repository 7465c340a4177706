import type { Doc } from '../bson/value.ts';
import { after } from '../bson/key.ts';
import { boundsOf, intersect, type Interval, isPoint } from './intervals.ts';
import { topField } from '../query/predicate.ts';
import { parseSort, type SortField } from '../query/sort.ts';
import type { IndexField, OrderedIndex } from '../storage/ordered-index.ts';
import type { Conjunct, Conjuncts } from './conjuncts.ts';
import { implies } from './implies.ts';

/** A stretch of an index's entries: from `start` to before `end`. */
export interface Range {
  start: string;
  end: string;
  /** The part of `start` that all entries have: what is behind it orders them. */
  prefixLength: number;
}

/** One way to answer a query by an index. */
export interface IndexPlan {
  index: OrderedIndex;
  ranges: Range[];
  /** The intervals of each bounded field, for explain. */
  intervals: Interval[][];
  reverse: boolean;
  /** Entries come in the order asked for. */
  sorted: boolean;
  /** The ranges are each in that order and have to be merged. */
  mergeRanges: boolean;
  /** Every entry is a match: no document needs to be looked at. */
  exact: boolean;
}

/** Beyond this many combinations of points, the fields that follow narrow the search no further. */
const MAX_RANGES = 1000;

/** How an index can serve a query; undefined when it cannot. */
export function planIndex(
  index: OrderedIndex,
  query: Conjuncts,
  sort: Doc | undefined,
): IndexPlan | undefined {
  const { conditions } = query;
  const leading = index.fields[0]!.path;
  if (sort === undefined && !conditions.some(({ path }) => path === leading)) return undefined;
  if (index.filter !== undefined && !implies(conditions, index.filter)) return undefined;
  if (index.spec.sparse === true && !index.fields.some(({ path }) => demandsValue(conditions, path))) {
    return undefined;
  }
  const plan = walkIndex(index, query, sort);
  return plan.intervals.length === 0 && (sort === undefined || !plan.sorted) ? undefined : plan;
}

/** Answers from an index's entries alone, even if it leaves documents out: all of them when nothing narrows the walk. */
export function walkIndex(index: OrderedIndex, query: Conjuncts, sort: Doc | undefined): IndexPlan {
  const { conditions } = query;
  const bounded = boundFields(index, conditions);
  const sorting = sort === undefined ? undefined : followsSort(index, bounded.intervals, parseSort(sort));
  return {
    index,
    ranges: rangesOf(bounded.intervals, index.fields),
    intervals: bounded.intervals,
    reverse: sorting?.reverse ?? false,
    sorted: sort === undefined || sorting !== undefined,
    mergeRanges: sorting?.mergeRanges ?? false,
    exact: query.complete && bounded.used.size === conditions.length,
  };
}

function demandsValue(conditions: Conjunct[], path: string): boolean {
  return conditions.some(
    (condition) => condition.path === path && boundsOf(condition.operator, condition.operand)?.exact === true,
  );
}

interface Bounded {
  intervals: Interval[][];
  /** The conditions that the intervals decide by themselves. */
  used: Set<Conjunct>;
}

/**
 * The intervals of the index's leading fields: points as long as there are and not too many, then one field of any
 * kind. What comes after them is in no range, so conditions on it are not decided here.
 */
function boundFields(index: OrderedIndex, conditions: Conjunct[]): Bounded {
  const intervals: Interval[][] = [];
  const used = new Set<Conjunct>();
  const chosen: { field: IndexField; condition: Conjunct }[] = [];
  for (const field of index.fields) {
    const usable = conditions
      .filter((condition) => condition.path === field.path)
      .filter(
        (condition) => !field.isMultikey || chosen.every((other) => mayCombine(other, field, condition)),
      )
      .map((condition) => ({ condition, bounds: boundsOf(condition.operator, condition.operand) }))
      .filter((candidate) => candidate.bounds !== undefined)
      // For an array the most selective condition is taken: different elements may satisfy different ones.
      .sort(
        (a, b) => Number(b.bounds!.intervals.every(isPoint)) - Number(a.bounds!.intervals.every(isPoint)),
      );
    const [first] = usable;
    if (first === undefined) break;
    const together = field.isMultikey
      ? usable.filter(
          ({ condition }) => condition === first.condition || sameElement(condition, first.condition),
        )
      : usable;
    const allowed = together
      .map(({ bounds }) => bounds!.intervals)
      .reduce((left, right) => intersect(left, right));
    intervals.push(allowed);
    for (const { condition, bounds } of together) if (bounds!.exact) used.add(condition);
    chosen.push({ field, condition: first.condition });
    if (pointedFields(intervals) < intervals.length) break;
  }
  return { intervals, used };
}

/** How many leading fields are all points, in few enough combinations for a range each. */
function pointedFields(intervals: Interval[][]): number {
  let combinations = 1;
  const end = intervals.findIndex(
    (allowed) => !allowed.every(isPoint) || (combinations *= allowed.length) > MAX_RANGES,
  );
  return end === -1 ? intervals.length : end;
}

function sameElement(a: Conjunct, b: Conjunct): boolean {
  return a.element !== undefined && a.element === b.element;
}

/** Two fields inside of one array may be bounded together only by conditions on the same element. */
function mayCombine(
  other: { field: IndexField; condition: Conjunct },
  field: IndexField,
  condition: Conjunct,
): boolean {
  const share = other.field.isMultikey && other.field.parts[0] === field.parts[0];
  return !share || sameElement(other.condition, condition);
}

/** Whether the entries stand in the order asked for, once fields with one value are left out. */
function followsSort(
  index: OrderedIndex,
  intervals: Interval[][],
  sort: SortField[],
): { reverse: boolean; mergeRanges: boolean } | undefined {
  const pointed = pointedFields(intervals);
  const boundPaths = index.fields.slice(0, intervals.length).map(({ path }) => path);
  let reverse: boolean | undefined;
  let mergeRanges = false;
  let sortsByPoints = false;
  let position = 0;
  for (const { path, descending } of sort) {
    while (index.fields[position] !== undefined && index.fields[position]!.path !== path) {
      // Only the fields with points have a range for each combination of their values.
      if (position >= pointed) return undefined;
      if (intervals[position]!.length > 1) mergeRanges = true;
      position++;
    }
    const field = index.fields[position];
    if (field === undefined || (field.isMultikey && !standsAlone(field, boundPaths, sort))) return undefined;
    const isOne = position < pointed && intervals[position]!.length === 1;
    if (!isOne) {
      const opposite = field.descending !== descending;
      if (reverse !== undefined && reverse !== opposite) return undefined;
      reverse = opposite;
      sortsByPoints ||= position < pointed;
    }
    position++;
  }
  // Ranges are merged by what follows all the points, so none of the points may count for the order.
  return mergeRanges && sortsByPoints ? undefined : { reverse: reverse ?? false, mergeRanges };
}

/**
 * An array's entries inside of bounds on any of its fields need not begin with the element that it sorts by. Two sorted
 * fields of one array are left to the sort as well: only an index of exactly these fields would have its order.
 */
function standsAlone({ path, parts }: IndexField, boundPaths: string[], sort: SortField[]): boolean {
  const others = sort.map((other) => other.path).filter((other) => other !== path);
  return ![...boundPaths, ...others].some((other) => topField(other) === parts[0]);
}

function rangesOf(intervals: Interval[][], fields: IndexField[]): Range[] {
  const pointed = pointedFields(intervals);
  let prefixes = [''];
  for (const [i, allowed] of intervals.slice(0, pointed).entries()) {
    const parts = allowed.map(({ low }) => (fields[i]!.descending ? invert(low) : low));
    prefixes = prefixes.flatMap((prefix) => parts.map((part) => prefix + part));
  }
  const last = intervals[pointed]?.map((interval) => ends(interval, fields[pointed]!.descending));
  return sortRanges(
    prefixes.flatMap((prefix) => {
      const prefixLength = prefix.length;
      if (last === undefined) return [{ start: prefix, end: after(prefix), prefixLength }];
      return last.map(({ start, end }) => ({ start: prefix + start, end: prefix + end, prefixLength }));
    }),
  );
}

function sortRanges(ranges: Range[]): Range[] {
  return ranges.sort((a, b) => (a.start < b.start ? -1 : 1));
}

function ends(interval: Interval, descending: boolean): { start: string; end: string } {
  const { low, lowInclusive, high, highInclusive } = interval;
  if (!descending) return { start: lowInclusive ? low : after(low), end: highInclusive ? after(high) : high };
  const [first, last] = [invert(high), invert(low)];
  return { start: highInclusive ? first : after(first), end: lowInclusive ? after(last) : last };
}

function invert(key: string): string {
  return Array.from(key, (char) => String.fromCharCode(~char.charCodeAt(0) & 0xff)).join('');
}
