import type { OrderedIndex } from '../storage/ordered-index.ts';
import type { Plan } from './choose-plan.ts';
import type { IndexPlan, Range } from './index-plan.ts';

type Entry = [key: string, record: number];

/** The entries of a range, forwards or backwards. */
export function* rangeEntries(
  index: OrderedIndex,
  { start, end }: Range,
  reverse: boolean,
): Generator<Entry> {
  if (!reverse) {
    for (const entry of index.entries.entries(start)) {
      if (entry[0] >= end) return;
      yield entry;
    }
    return;
  }
  for (const entry of index.entries.entriesReversed(end)) {
    if (entry[0] < start) return;
    if (entry[0] < end) yield entry;
  }
}

/** The record numbers that a plan leads to, in its order, each once. */
export function* planRecords(plan: Plan, onKey: () => void): Generator<number> {
  const branches = 'branches' in plan ? plan.branches : [plan];
  const mayRepeat = branches.length > 1 || branches[0]!.index.isMultikey;
  const seen = mayRepeat ? new Set<number>() : undefined;
  for (const branch of branches) {
    for (const [, record] of branch.mergeRanges ? mergedEntries(branch) : chainedEntries(branch)) {
      onKey();
      if (seen?.has(record) === true) continue;
      seen?.add(record);
      yield record;
    }
  }
}

function* chainedEntries({ index, ranges, reverse }: IndexPlan): Generator<Entry> {
  for (const range of reverse ? ranges.toReversed() : ranges) yield* rangeEntries(index, range, reverse);
}

/** Takes the next entry from whichever range has it. */
function* mergedEntries({ index, ranges, reverse }: IndexPlan): Generator<Entry> {
  const streams = ranges.flatMap((range) => {
    const entries = rangeEntries(index, range, reverse);
    const head = entries.next();
    return head.done === true ? [] : [{ entries, entry: head.value, prefixLength: range.prefixLength }];
  });
  while (streams.length > 0) {
    let best = 0;
    for (let i = 1; i < streams.length; i++) {
      const order = rest(streams[i]!) < rest(streams[best]!);
      if (order !== reverse) best = i;
    }
    const stream = streams[best]!;
    yield stream.entry;
    const next = stream.entries.next();
    if (next.done === true) streams.splice(best, 1);
    else stream.entry = next.value;
  }
}

function rest({ entry, prefixLength }: { entry: Entry; prefixLength: number }): string {
  return entry[0].slice(prefixLength);
}
